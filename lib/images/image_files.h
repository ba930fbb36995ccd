#pragma once
// Decoding of image files: JPEG by TurboJPEG (decode_jpeg.h), other formats by OpenCV.

#include <filesystem>
#include <string_view>

#include "images/image_source.h"
#include "images/opencv_images.h"

namespace hybrid::images {

/// Images that claim more pixels are refused before memory is allocated: Pillow's limit
/// (DecompressionBombError).
inline constexpr std::int64_t kMaxPixels = 178'956'970;

/// Decodes a JPEG, PNG, ... file to RGB, whatever its colour space (grey, palette, CMYK; alpha is dropped).
/// EXIF orientation is ignored. The pixels equal Pillow's Image.open(...).convert("RGB"), as in torchvision's
/// ImageFolder, except for 16-bit grey PNG: here the upper 8 bits, while Pillow makes all values above 255
/// white. With `needed`, a JPEG file is decoded at the smallest sufficient scale (decode_jpeg.h).
/// @throws DataError beginning with `name` if the bytes are not an image, damaged or truncated; Infeasible
/// for formats other than JPEG in a build without OpenCV
Image decode_image(std::string_view bytes, std::string_view name, const NeededSide& needed = {});
/// Decodes a file.
/// @throws the same, and DataError if the file cannot be read
Image decode_image(const std::filesystem::path& path, const NeededSide& needed = {});

}  // namespace hybrid::images
