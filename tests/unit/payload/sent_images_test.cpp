#include "payload/sent_images.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "datasets/synthetic.h"
#include "images/memory_source.h"
#include "support/error_message.h"
#include "transforms/preprocess.h"
#include "unit/images/noise_image.h"

using namespace hybrid;
using namespace hybrid::payload;
using Catch::Matchers::Contains;
using test::error_message;

namespace {

std::unique_ptr<images::ImageSource> three_images(int side) {
  const int pixels = side * side;
  return images::source_of({.name = "noise",
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
  const config::InputConfig device_input{.size = 12, .crop = 0.75};
  const SentImages sent(*images, device_input, {});
  REQUIRE(sent.size() == 3);
  REQUIRE(sent.payload_bytes() == std::vector<double>{0, 0, 0});
  for (std::size_t i = 0; i < 3; ++i) {
    const images::Image arrived = sent.image(i);
    REQUIRE(arrived.height == 12);
    // A normalisation that leaves pixels as they are, up to rounding.
    std::vector<float> seen(144);
    transforms::preprocess_image(
        images->image(i),
        {.input = device_input, .normalization = {.mean = {0.0F}, .stddev = {1.0F / 255.0F}}}, seen);
    for (std::size_t p = 0; p < seen.size(); ++p) REQUIRE(seen[p] == Approx(arrived.pixels[p]).margin(0.01));
    REQUIRE(sent.label(i) == images->label(i));
    REQUIRE(sent.id(i) == images->id(i));
  }
  REQUIRE(sent.payload_bytes() == std::vector<double>{144, 144, 144});
}

TEST_CASE("where all images are too small the size is refused, with the most that can be sent", "[data]") {
  const auto images = three_images(24);
  const std::string message =
      error_message<DataError>([&] { SentImages(*images, {.size = 22, .crop = 0.875}, {}); });
  REQUIRE_THAT(message, Contains("test/0") && Contains("24 x 24") && Contains("a side of 21 pixels"));
}

TEST_CASE("single images that are too small are enlarged and counted", "[data]") {
  /// One image of 8 x 8 pixels, one of 24 x 24.
  struct Mixed : images::ImageSource {
    std::vector<std::string> names{"a"};
    std::string name() const override { return "mixed"; }
    std::string fingerprint() const override { return "mixed"; }
    std::size_t size() const override { return 2; }
    int classes() const override { return 1; }
    const std::vector<std::string>& class_names() const override { return names; }
    std::int32_t label(std::size_t) const override { return 0; }
    std::string id(std::size_t i) const override { return std::to_string(i); }
    images::Image image(std::size_t i) const override {
      const int side = i == 0 ? 8 : 24;
      return {1, side, side, test::noise_pixels(1, side * side)};
    }
  };
  const Mixed images;
  const SentImages sent(images, {.size = 12}, {});
  REQUIRE(sent.image(0).height == 12);
  REQUIRE(sent.image(1).height == 12);
  REQUIRE(sent.enlarged() == 1);
}

TEST_CASE("the largest side that can be sent leaves room for the crop", "[data]") {
  REQUIRE(largest_side(96, 32, 40, 1) == 32);
  REQUIRE(largest_side(24, 32, 40, 1) == 24);
  REQUIRE(largest_side(200, 201, 300, 0.875) == 176);
  REQUIRE(largest_side(10, 1, 1, 0.1) == 1);
}
