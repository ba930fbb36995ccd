#include "images/encode_image.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "core/error.h"
#include "images/image_files.h"
#include "noise_image.h"

using namespace hybrid;
using namespace hybrid::images;
using test::noise_pixels;

namespace {

/// A smooth picture: a slope of brightness in each channel.
[[maybe_unused]] Image slope(int channels, int side) {  // only images that are encoded need it
  Image image{channels, side, side, {}};
  for (int c = 0; c < channels; ++c)
    for (int y = 0; y < side; ++y)
      for (int x = 0; x < side; ++x)
        image.pixels.push_back(static_cast<std::uint8_t>((c + 1) * (x + y) * 255 / (channels * 2 * side)));
  return image;
}

Image noise(int channels, int side) {
  return {channels, side, side, noise_pixels(3, channels * side * side)};
}

Image arrived(const Image& image, const cost::Payload& payload) {
  return decode_image(encode_image(image, payload), payload, image);
}

[[maybe_unused]] double mean_difference(const Image& a, const Image& b) {
  REQUIRE(a.pixels.size() == b.pixels.size());
  double sum = 0;
  for (std::size_t i = 0; i < a.pixels.size(); ++i) sum += std::abs(a.pixels[i] - b.pixels[i]);
  return sum / static_cast<double>(a.pixels.size());
}

}  // namespace

TEST_CASE("raw pixels are sent as they are", "[data]") {
  const Image image = noise(3, 16);
  REQUIRE(encode_image(image, {}).size() == 768);
  REQUIRE(arrived(image, {}).pixels == image.pixels);
}

#ifdef HYBRID_HAS_OPENCV
TEST_CASE("PNG brings every pixel back, grey and colour, and is small where the picture is smooth",
          "[data]") {
  const cost::Payload png{cost::PayloadFormat::png};
  for (const int channels : {1, 3})
    for (const Image& image : {noise(channels, 33), slope(channels, 96), noise(channels, 1)}) {
      const Image again = arrived(image, png);
      REQUIRE(again.channels == channels);
      REQUIRE(again.pixels == image.pixels);
    }
  REQUIRE(encode_image(slope(3, 96), png).size() < 27648 / 4);
  // Noise cannot be compressed: pixels, a byte of filter a row, and headers.
  const auto incompressible = encode_image(noise(3, 96), png).size();
  REQUIRE(incompressible > 27648);
  REQUIRE(incompressible < 27648 + 500);
}

TEST_CASE("JPEG is baseline 4:2:0, and its pixels differ little where quality is high", "[data]") {
  const Image image = slope(3, 96);
  const std::string bytes = encode_image(image, {cost::PayloadFormat::jpeg, 75});
  const auto frame = bytes.find("\xff\xc0");  // SOF0: baseline
  REQUIRE(frame != std::string::npos);
  REQUIRE(bytes[frame + 9] == 3);
  REQUIRE(bytes[frame + 11] == 0x22);  // the first component's sampling: twice as fine both ways
  REQUIRE(bytes[frame + 14] == 0x11);
  REQUIRE(bytes[frame + 17] == 0x11);
  REQUIRE(mean_difference(arrived(image, {cost::PayloadFormat::jpeg, 95}), image) < 1.5);
  REQUIRE(mean_difference(arrived(image, {cost::PayloadFormat::jpeg, 50}), image) < 4);
}

TEST_CASE("JPEG takes fewer bytes and loses more the lower its quality, never less than its tables",
          "[data]") {
  const Image image = noise(3, 64);
  std::size_t before = 0;
  double difference = 256;
  for (const int quality : {1, 30, 50, 75, 90, 100}) {
    const cost::Payload payload{cost::PayloadFormat::jpeg, quality};
    const std::size_t size = encode_image(image, payload).size();
    REQUIRE(size > before);
    REQUIRE(size > 600);
    before = size;
    const double now = mean_difference(arrived(image, payload), image);
    REQUIRE(now < difference);
    difference = now;
  }
}

TEST_CASE("a grey image is a JPEG of one channel", "[data]") {
  const Image image = slope(1, 28);
  const Image again = arrived(image, {cost::PayloadFormat::jpeg, 90});
  REQUIRE(again.channels == 1);
  REQUIRE(mean_difference(again, image) < 2);
}

TEST_CASE("images of two channels are sent raw or not at all", "[data]") {
  REQUIRE_THROWS_AS(encode_image(noise(2, 8), {cost::PayloadFormat::png}), Infeasible);
}
#else
TEST_CASE("without OpenCV only raw pixels can be sent", "[data]") {
  REQUIRE_THROWS_AS(encode_image(noise(3, 8), {cost::PayloadFormat::png}), Infeasible);
}
#endif
