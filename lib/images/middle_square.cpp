#include "images/middle_square.h"

#include <algorithm>

#include "images/resize.h"

namespace hybrid {

Image middle_square(const Image& image, int size) {
  const int side = std::min(image.height, image.width);
  const auto left = static_cast<float>((image.width - side) / 2);
  const auto top = static_cast<float>((image.height - side) / 2);
  const Box box{left, top, left + static_cast<float>(side), top + static_cast<float>(side)};
  Image square{.channels = image.channels, .height = size, .width = size};
  square.pixels.resize(static_cast<std::size_t>(image.channels) * static_cast<std::size_t>(size) *
                       static_cast<std::size_t>(size));
  Resizer(box, image.height, image.width, size, size)(image.pixels, square.pixels);
  return square;
}

}  // namespace hybrid
