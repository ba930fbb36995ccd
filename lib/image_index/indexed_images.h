#pragma once

#include <cstddef>
#include <memory>

#include "image_index/image_index.h"
#include "images/image_source.h"

namespace hybrid::image_index {

/// Returns the images of an index, in RGB, decoded on demand; their ids are the index's paths. A `limit`
/// other than 0 takes this number of images, evenly spaced, because neighbours are of one class. A `size`
/// other than 0 resizes each image's centred square to this number of pixels a side (middle_square.h).
std::unique_ptr<images::ImageSource> indexed_images(ImageIndex index, std::size_t limit = 0, int size = 0);

}  // namespace hybrid::image_index
