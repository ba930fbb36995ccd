#pragma once
// What needs OpenCV. A build without it has image_files_missing.cpp
// instead, in which each function throws Infeasible and says what to install.

#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>

#include "data/image_source.h"

namespace hybrid {

/// @throws Infeasible in a build without OpenCV; `what` is what asks for it: "data.dataset: image_folder"
void require_image_files(std::string_view what);

/// The content of a JPEG, PNG, ... file, `name` for messages, as RGB, whatever it holds (grey, palette, CMYK, alpha dropped), as it is stored: a camera's note
/// of how it was held is ignored, as Pillow does. The pixels are Pillow's, but for CMYK, which OpenCV converts
/// by a formula of its own (up to 3 levels apart). @throws DataError if it is unreadable, damaged or cut short
Image decode_image(std::string_view bytes, std::string_view name);
/// The same of a file.
Image decode_image(const std::filesystem::path& path);

/// One channel [height, width] to [to_height, to_width] by OpenCV's INTER_LINEAR.
void resize_opencv_bilinear(std::span<const std::uint8_t> from, int height, int width,
                            std::span<std::uint8_t> to, int to_height, int to_width);

}  // namespace hybrid
