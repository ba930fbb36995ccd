#include "data/image_source.h"

#include "data/memory_source.h"

namespace hybrid {

Image ImageSource::reduced_image(std::size_t i, const NeededSide&) const {
  return image(i);
}

std::string fingerprint_by_reading(const ImageSource& images) {
  return read_all(images, images.name()).fingerprint();
}

Shape first_shape(const ImageSource& images) {
  const Image first = images.image(0);
  return {first.channels, first.height, first.width};
}

}  // namespace hybrid
