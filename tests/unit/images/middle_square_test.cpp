#include "images/middle_square.h"

#include <catch2/catch.hpp>

#include "images/resize.h"
#include "noise_image.h"

using namespace hybrid;
using namespace hybrid::images;

namespace {

Image noise_image(int height, int width) {
  return {
      .channels = 3, .height = height, .width = width, .pixels = test::noise_pixels(7, 3 * height * width)};
}

}  // namespace

TEST_CASE("a square of the size it has is cut out of the middle, pixel by pixel", "[data]") {
  const bool wide = GENERATE(true, false);
  const Image image = wide ? noise_image(6, 11) : noise_image(11, 6);
  const Image square = middle_square(image, 6);
  REQUIRE((square.channels == 3 && square.height == 6 && square.width == 6));
  const int left = wide ? 2 : 0, top = wide ? 0 : 2;  // (11 - 6) / 2, rounded down
  for (int c = 0; c < 3; ++c)
    for (int y = 0; y < 6; ++y)
      for (int x = 0; x < 6; ++x) {
        const auto from = (c * image.height + top + y) * image.width + left + x;
        REQUIRE(square.pixels[static_cast<std::size_t>((c * 6 + y) * 6 + x)] ==
                image.pixels[static_cast<std::size_t>(from)]);
      }
}

TEST_CASE("a square image is resized as a whole", "[data]") {
  const Image image = noise_image(9, 9);
  for (const int size : {4, 9, 20}) {
    std::vector<std::uint8_t> expected(static_cast<std::size_t>(3 * size * size));
    Resizer(config::Resize::pillow_bilinear, 9, 9, size, size)(image.pixels, expected);
    REQUIRE(middle_square(image, size).pixels == expected);
  }
}

TEST_CASE("one grey stays that grey, whatever the sizes", "[data]") {
  for (const auto& [height, width] : {std::pair(1, 300), std::pair(300, 1), std::pair(5, 7)}) {
    const Image grey{.channels = 1,
                     .height = height,
                     .width = width,
                     .pixels = std::vector<std::uint8_t>(static_cast<std::size_t>(height * width), 77)};
    REQUIRE(middle_square(grey, 8).pixels == std::vector<std::uint8_t>(64, 77));
  }
}
