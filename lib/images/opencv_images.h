#pragma once
// Functions that need OpenCV. A build without it uses opencv_images_missing.cpp instead, where each function
// throws Infeasible and says what to install.

#include <cstdint>
#include <span>
#include <string_view>

#include "images/image_source.h"

namespace hybrid::images {

/// @throws Infeasible in a build without OpenCV
/// @param what the option that needs it: "data.dataset: image_folder"
void require_image_files(std::string_view what);

/// Decodes PNG and other formats that OpenCV reads to RGB.
/// @throws DataError beginning with `name`
Image decode_with_opencv(std::string_view bytes, std::string_view name);

/// Resizes one channel [height, width] to [to_height, to_width] by OpenCV's INTER_LINEAR.
void resize_opencv_bilinear(std::span<const std::uint8_t> from, int height, int width,
                            std::span<std::uint8_t> to, int to_height, int to_width);

}  // namespace hybrid::images
