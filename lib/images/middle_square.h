#pragma once

#include "images/image_source.h"

namespace hybrid {

/// The largest square in the middle of the image, resized to `size` x `size` pixels by Pillow's BILINEAR: of
/// images of many sizes it makes images of one. Requires size > 0.
Image middle_square(const Image& image, int size);

}  // namespace hybrid
