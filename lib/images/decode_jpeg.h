#pragma once
// JPEG decoding by TurboJPEG: at full size with Pillow's pixels, or at a half, a quarter or an eighth of it,
// which a decoder reaches by a smaller transform of each block. The other eighths exist, too, but take longer
// than the full size, because libjpeg-turbo has no vector instructions for them (342 x 256 pixels, ms: 8/8
// 0.62, 7/8 1.18, 6/8 0.91, 5/8 0.81, 4/8 0.55, 3/8 0.60, 2/8 0.52, 1/8 0.48).

#include <string_view>

#include "images/image_source.h"

namespace hybrid::images {

/// The factor by which the shorter side of a reduced image must exceed the needed length. The table compares
/// the inputs made from a reduced decode with Pillow's (full decode, resize, crop 0.875): mean difference in
/// grey levels over the 200 images of an ImageNet sample (256 pixels high), and of the worst image. An input
/// of n pixels needs n / 0.875; the available scales leave more:
///
///     input  margin  scale  decoded / needed   mean   worst
///     96     1       4/8    1.16               1.62   4.36
///     64     1.5     4/8    1.75               0.88   2.36
///     48     1       2/8    1.16               1.97   4.60
///     48     2       4/8    2.33               0.52   1.49
///     32     1.5     2/8    1.73               1.11   2.30
///     32     2       4/8    3.46               0.30   0.75
///     236, or 96 with margins above 1.16: full size, 0.00
///
/// With twice the needed length the mean difference is well below one level; with less it is not.
inline constexpr double kReductionMargin = 2.0;

bool is_jpeg(std::string_view bytes);

/// Decodes to RGB at the smallest scale at which the shorter side is at least kReductionMargin *
/// needed(height, width); at full size if there is no such scale, `needed` is empty or it returns 0.
/// @throws DataError beginning with `name`
Image decode_jpeg(std::string_view bytes, std::string_view name, const NeededSide& needed = {});

/// Returns the length, in reduced pixels, of an axis of `full` pixels that was reduced to `decoded` pixels:
/// full / 8 times the scale's numerator. The last reduced pixel may extend beyond the image.
float reduced_extent(int decoded, int full);

}  // namespace hybrid::images
