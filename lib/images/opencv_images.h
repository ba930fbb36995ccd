#pragma once
// What needs OpenCV. A build without it has opencv_images_missing.cpp instead, in which each function throws
// Infeasible and says what to install.

#include <cstdint>
#include <span>
#include <string_view>

#include "images/image_source.h"

namespace hybrid {

/// @throws Infeasible in a build without OpenCV; `what` is what asks for it: "data.dataset: image_folder"
void require_image_files(std::string_view what);

/// PNG and whatever else OpenCV reads, as RGB. @throws DataError that begins with `name`
Image decode_with_opencv(std::string_view bytes, std::string_view name);

/// One channel [height, width] to [to_height, to_width] by OpenCV's INTER_LINEAR.
void resize_opencv_bilinear(std::span<const std::uint8_t> from, int height, int width,
                            std::span<std::uint8_t> to, int to_height, int to_width);

}  // namespace hybrid
