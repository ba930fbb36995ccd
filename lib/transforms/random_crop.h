#pragma once

#include <array>

#include "core/seed.h"
#include "images/resize.h"

namespace hybrid::transforms {

/// torchvision's RandomResizedCrop: a box of whole pixels with a share of the image's area in [area[0],
/// area[1]] and a ratio of width to height in [3/4, 4/3] (uniform in its logarithm); after ten draws that do
/// not fit, the largest centred part whose ratio is in this range. Requires 0 < area[0] <= area[1] <= 1.
images::Box draw_random_crop(const std::array<double, 2>& area, Rng& rng, int height, int width);

}  // namespace hybrid::transforms
