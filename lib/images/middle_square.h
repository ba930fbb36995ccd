#pragma once

#include "images/image_source.h"

namespace hybrid::images {

/// Returns the largest centred square of the image, resized to `size` x `size` pixels by Pillow's BILINEAR,
/// so that all images get the same size. Requires size > 0.
Image middle_square(const Image& image, int size);

}  // namespace hybrid::images
