#pragma once
// JPEG by TurboJPEG: at its full size with Pillow's pixels, or at a half, a quarter or an eighth of it, which a JPEG decoder
// reaches by a smaller transform of each block. The other eighths exist too, but take longer than the full size, because
// libjpeg-turbo has no vector instructions for them (342 x 256 pixels, ms: 8/8 0.62, 7/8 1.18, 6/8 0.91, 5/8 0.81, 4/8 0.55, 3/8
// 0.60, 2/8 0.52, 1/8 0.48).

#include <string_view>

#include "data/image_source.h"

namespace hybrid {

/// How much longer than needed the shorter side of a reduced image must be. Mean absolute difference, in grey levels, of the view
/// that is resized and cropped from the reduced image to that from the full one, over views of 48 to 112 pixels (crop 0.875) of
/// the 200 ImageNet images, and of the worst image, by how much longer the side was:
///   1 to 1.25: 2.42 (7.7)    1.25 to 1.5: 1.20 (3.1)    1.5 to 2: 0.94 (2.4)    2 and more: 0.67 (2.0)
inline constexpr double kReductionMargin = 1.5;

bool is_jpeg(std::string_view bytes);

/// RGB. The smallest scale at which the shorter side is kReductionMargin * needed(height, width) at least; the full size where
/// there is no such scale, no `needed`, or it says 0. @throws DataError that begins with `name`
Image decode_jpeg(std::string_view bytes, std::string_view name, const NeededSide& needed = {});

/// How many of an axis' `decoded` pixels stand for its `full` pixels: full / 8 times the scale's numerator; the last pixel of a
/// reduced axis may be in part beyond the image.
float reduced_extent(int decoded, int full);

}  // namespace hybrid
