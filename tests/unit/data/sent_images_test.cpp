#include "data/sent_images.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "data/memory_source.h"
#include "data/prepare.h"
#include "data/synthetic.h"
#include "noise_image.h"
#include "support/error_message.h"

using namespace hybrid;
using Catch::Matchers::Contains;
using test::error_message;

namespace {

std::unique_ptr<ImageSource> three_images(int side) {
  const int pixels = side * side;
  return source_of({.name = "noise",
                    .channels = 1,
                    .height = side,
                    .width = side,
                    .classes = 2,
                    .class_names = {"a", "b"},
                    .images = test::noise_pixels(1, 3 * pixels),
                    .labels = {0, 1, 0}},
                   "test");
}

}  // namespace

TEST_CASE("what is sent raw at the model's size is what the model would see", "[data]") {
  const auto images = three_images(24);
  const InputConfig taken{.size = 12, .crop = 0.75};
  const SentImages sent(*images, taken, {});
  REQUIRE(sent.size() == 3);
  REQUIRE(sent.payload_bytes() == std::vector<double>{0, 0, 0});
  for (std::size_t i = 0; i < 3; ++i) {
    const Image arrived = sent.image(i);
    REQUIRE(arrived.height == 12);
    // A normalisation that leaves pixels as they are, up to rounding.
    std::vector<float> seen(144);
    prepare_image(images->image(i),
                  {.input = taken, .normalization = {.mean = {0.0F}, .stddev = {1.0F / 255.0F}}}, seen);
    for (std::size_t p = 0; p < seen.size(); ++p) REQUIRE(seen[p] == Approx(arrived.pixels[p]).margin(0.01));
    REQUIRE(sent.label(i) == images->label(i));
    REQUIRE(sent.id(i) == images->id(i));
  }
  REQUIRE(sent.payload_bytes() == std::vector<double>{144, 144, 144});
}

TEST_CASE("an image is never enlarged to be sent; the error names it and the most that can be sent",
          "[data]") {
  const auto images = three_images(24);
  const SentImages sent(*images, {.size = 22, .crop = 0.875}, {});
  const std::string message = error_message<DataError>([&] { (void)sent.image(1); });
  REQUIRE_THAT(message, Contains("test/1") && Contains("24 x 24") && Contains("--payload-size 21"));
}

TEST_CASE("the largest side that can be sent leaves room for the crop", "[data]") {
  REQUIRE(largest_side(96, 32, 40, 1) == 32);
  REQUIRE(largest_side(24, 32, 40, 1) == 24);
  REQUIRE(largest_side(200, 201, 300, 0.875) == 176);
  REQUIRE(largest_side(10, 1, 1, 0.1) == 1);
}
