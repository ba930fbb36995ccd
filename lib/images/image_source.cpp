#include "images/image_source.h"

#include <numeric>

#include "images/memory_source.h"

namespace hybrid::images {

Image ImageSource::reduced_image(std::size_t i, const NeededSide&) const {
  return image(i);
}

std::string fingerprint_by_reading(const ImageSource& images) {
  return read_all(images, images.name()).fingerprint();
}

std::vector<std::size_t> all_rows(const ImageSource& images) {
  std::vector<std::size_t> rows(images.size());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  return rows;
}

arch::Shape shape_of(const Image& image) {
  return {image.channels, image.height, image.width};
}

arch::Shape first_shape(const ImageSource& images) {
  return shape_of(images.image(0));
}

}  // namespace hybrid::images
