#pragma once
// JPEG by TurboJPEG: at its full size with Pillow's pixels, or at a half, a quarter or an eighth of it, which a JPEG decoder
// reaches by a smaller transform of each block. The other eighths exist too, but take longer than the full size, because
// libjpeg-turbo has no vector instructions for them (342 x 256 pixels, ms: 8/8 0.62, 7/8 1.18, 6/8 0.91, 5/8 0.81, 4/8 0.55, 3/8
// 0.60, 2/8 0.52, 1/8 0.48).

#include <string_view>

#include "data/image_source.h"

namespace hybrid {

/// How much longer than needed the shorter side of a reduced image must be.
inline constexpr double kReductionMargin = 1.0;

bool is_jpeg(std::string_view bytes);

/// RGB. The smallest scale at which the shorter side is kReductionMargin * needed(height, width) at least; the full size where
/// there is no such scale, no `needed`, or it says 0. @throws DataError that begins with `name`
Image decode_jpeg(std::string_view bytes, std::string_view name, const NeededSide& needed = {});

/// How many pixels of an axis that was reduced to `decoded` pixels stand for its `full` pixels: full / 8 times the scale's
/// numerator; the last pixel of the reduced axis may be in part beyond the image.
double reduced_extent(int decoded, int full);

}  // namespace hybrid
