#include "images/middle_square.h"

#include <algorithm>

#include "images/resize.h"

namespace hybrid::images {

Image middle_square(const Image& image, int size) {
  const int side = std::min(image.height, image.width);
  const int left = (image.width - side) / 2, top = (image.height - side) / 2;
  const Box box{.left = static_cast<float>(left),
                .top = static_cast<float>(top),
                .right = static_cast<float>(left + side),
                .bottom = static_cast<float>(top + side)};
  Image square{.channels = image.channels, .height = size, .width = size};
  square.pixels.resize(static_cast<std::size_t>(image.channels) * static_cast<std::size_t>(size) *
                       static_cast<std::size_t>(size));
  Resizer(box, image.height, image.width, size, size)(image.pixels, square.pixels);
  return square;
}

}  // namespace hybrid::images
