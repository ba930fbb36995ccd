#pragma once

#include <cstddef>
#include <memory>

#include "image_index/image_index.h"
#include "images/image_source.h"

namespace hybrid {

/// The images of an index, RGB, decoded when they are asked for; their ids are the index's paths. A `limit`
/// other than 0 takes so many, evenly spaced, because neighbours are of one class. A `size` other than 0
/// makes each image its middle square of so many pixels a side (middle_square.h).
std::unique_ptr<ImageSource> indexed_images(ImageIndex index, std::size_t limit = 0, int size = 0);

}  // namespace hybrid
