#pragma once
// From the bytes of an image file to its pixels: JPEG by TurboJPEG (decode_jpeg.h), everything else by
// OpenCV.

#include <filesystem>
#include <string_view>

#include "images/image_source.h"
#include "images/opencv_images.h"

namespace hybrid {

/// Images that claim more are refused before memory is taken for them: Pillow's limit
/// (DecompressionBombError).
inline constexpr std::int64_t kMostPixels = 178'956'970;

/// A JPEG, PNG, ... file as RGB, whatever it holds (grey, palette, CMYK, alpha dropped), as it is stored: a
/// camera's note of how it was held is ignored. The pixels are those of Pillow's
/// Image.open(...).convert("RGB"), which torchvision's ImageFolder loads, but for PNG of 16-bit grey: here
/// its upper 8 bits, where Pillow makes all above 255 white. Where a `needed` side is given, a JPEG file is
/// decoded at the smallest scale that serves it (decode_jpeg.h).
/// @throws DataError that begins with `name` if they are no image, damaged or cut short; Infeasible for what
/// is no JPEG in a build without OpenCV
Image decode_image(std::string_view bytes, std::string_view name, const NeededSide& needed = {});
/// The file's. @throws likewise, and DataError if it cannot be read
Image decode_image(const std::filesystem::path& path, const NeededSide& needed = {});

}  // namespace hybrid
