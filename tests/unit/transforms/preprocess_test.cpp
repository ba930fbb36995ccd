#include "transforms/preprocess.h"

#include "images/memory_source.h"

#include <catch2/catch.hpp>
#include <cstring>
#include <numeric>

#include "core/error.h"
#include "core/sha256.h"
#include "datasets/synthetic.h"
#include "noise_image.h"
#include "support/error_message.h"

using namespace hybrid;
using namespace hybrid::transforms;
using test::error_message;
using test::noise_pixels;

namespace {

std::vector<float> prepared(const images::Image& image, const Preprocessing& preprocessing) {
  const arch::Shape shape =
      preprocessed_shape(preprocessing.input, {image.channels, image.height, image.width});
  std::vector<float> out(static_cast<std::size_t>(shape.elements()), -1.0F);
  preprocess_image(image, preprocessing, out);
  return out;
}

/// A normalisation that leaves pixels as they are, up to rounding.
Preprocessing raw(int size, double crop = 1.0) {
  return {.input = {.size = size, .crop = crop},
          .normalization = {.mean = {0.0F}, .stddev = {1.0F / 255.0F}}};
}

images::ImageDataset numbered() {
  return {.channels = 2,
          .height = 1,
          .width = 2,
          .classes = 1,
          .class_names = {},
          .images = {0, 255, 51, 51, 99, 99, 99, 99, 255, 0, 51, 51},
          .labels = {0, 0, 0}};
}

}  // namespace

TEST_CASE("a prepared image has torchvision's numbers, bit for bit", "[data]") {
  const auto rows = test::fixture_rows("torchvision_prepare.csv");
  REQUIRE(rows.size() > 40);
  for (const auto& row : rows) {
    const int height = std::stoi(row.at(1)), width = std::stoi(row.at(2));
    const config::InputConfig input{.size = std::stoi(row.at(3)),
                                    .crop = std::stod(row.at(4)),
                                    .mean = {0.5071, 0.4867, 0.4408},
                                    .stddev = {0.2675, 0.2565, 0.2761}};
    const images::Image image{
        3, height, width, noise_pixels(static_cast<std::uint32_t>(std::stoi(row.at(0))), 3 * height * width)};
    const std::vector<float> out = prepared(image, preprocessing_of(input, 3));
    INFO(height << "x" << width << " to " << input.size << ", crop " << input.crop);
    REQUIRE(sha256({reinterpret_cast<const char*>(out.data()), out.size() * sizeof(float)}) == row.at(5));
  }
}

TEST_CASE("an image without a size stays as it is but for the normalisation", "[data]") {
  const images::Image image{1, 2, 3, {0, 51, 102, 153, 204, 255}};
  const Preprocessing preprocessing{.input = {}, .normalization = {.mean = {0.2F}, .stddev = {0.4F}}};
  REQUIRE(preprocessed_shape(preprocessing.input, {1, 2, 3}) == arch::Shape{1, 2, 3});
  const auto out = prepared(image, preprocessing);
  REQUIRE(out.size() == 6);
  REQUIRE(out[0] == Approx(-0.5));
  REQUIRE(out[1] == Approx(0.0).margin(1e-6));
  REQUIRE(out[5] == Approx(2.0));
}

TEST_CASE("the crop takes the middle; of two middles the one with the even offset", "[data]") {
  // Heights equal the size, so nothing is resized and columns show where the crop begins.
  const auto first_column = [](int width) {
    images::Image image{1, 2, width, {}};
    for (int y = 0; y < 2; ++y)
      for (int x = 0; x < width; ++x) image.pixels.push_back(static_cast<std::uint8_t>(x));
    return std::lround(prepared(image, raw(2))[0]);
  };
  REQUIRE(first_column(2) == 0);
  REQUIRE(first_column(3) == 0);  // 0.5
  REQUIRE(first_column(4) == 1);
  REQUIRE(first_column(5) == 2);  // 1.5
  REQUIRE(first_column(7) == 2);  // 2.5
}

TEST_CASE("an input's own normalisation comes before that of the training images", "[data]") {
  const std::vector<std::size_t> rows{0, 2};
  const config::InputConfig own{.mean = {0.5, 0.25}, .stddev = {0.125, 2}};
  REQUIRE(preprocessing_of(own, *source_of(numbered(), "train"), rows).normalization ==
          Normalization{.mean = {0.5F, 0.25F}, .stddev = {0.125F, 2.0F}});
  REQUIRE(preprocessing_of(own, 2) == preprocessing_of(own, *source_of(numbered(), "train"), rows));
  REQUIRE(
      preprocessing_of({.size = 7}, *source_of(numbered(), "train"), rows) ==
      Preprocessing{.input = {.size = 7}, .normalization = mean_std(*source_of(numbered(), "train"), rows)});
}

TEST_CASE("a normalisation of another number of channels, or none, is refused with both numbers", "[data]") {
  const config::InputConfig three{.mean = {0.5, 0.5, 0.5}, .stddev = {1, 1, 1}};
  REQUIRE(error_message<Infeasible>([&] { preprocessing_of(three, 1); }) ==
          "input.mean has 3 values, the images have 1 channel");
  REQUIRE_THROWS_AS(preprocessing_of(three, *source_of(numbered(), "train"), std::vector<std::size_t>{0}),
                    Infeasible);
  REQUIRE_THAT(error_message<Infeasible>([] { preprocessing_of({}, 3); }),
               Catch::Matchers::Contains("input.mean and input.stddev are not given"));
}

TEST_CASE("mean and deviation are those of the given rows, channel by channel", "[data]") {
  const Normalization result = mean_std(*source_of(numbered(), "train"), std::vector<std::size_t>{0, 2});
  REQUIRE(result.mean == std::vector<float>{0.5F, 0.2F});
  REQUIRE(result.stddev == std::vector<float>{0.5F, 1.0F});  // the second channel is constant
  REQUIRE_THROWS_AS(mean_std(*source_of(numbered(), "train"), std::vector<std::size_t>{}), InternalError);
}

TEST_CASE("a channel that is constant over many images counts as constant", "[data]") {
  images::ImageDataset dataset{.channels = 2, .height = 4, .width = 5, .classes = 1};
  dataset.images.assign(40 * 1000, 77);
  dataset.labels.assign(1000, 0);
  std::vector<std::size_t> rows(1000);
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  REQUIRE(mean_std(*source_of(dataset, "train"), rows).stddev == std::vector<float>{1.0F, 1.0F});
}

TEST_CASE("pixels, room and channels that do not fit are a fault of ours", "[data]") {
  const ResizeAndCrop prepare(raw(4).input, {1, 3, 5});
  REQUIRE(prepare.output() == arch::Shape{1, 4, 4});
  std::vector<std::uint8_t> out(16);
  const std::vector<std::uint8_t> pixels(15);
  REQUIRE_NOTHROW(prepare(pixels, out));
  REQUIRE_THROWS_AS(prepare(std::span(pixels).first(14), out), InternalError);
  REQUIRE_THROWS_AS(prepare(pixels, std::span(out).first(15)), InternalError);
  const Normalizer normalize({.mean = {0.0F, 0.0F}, .stddev = {1.0F, 1.0F}});
  std::vector<float> numbers(16);
  REQUIRE_NOTHROW(normalize(out, 4, numbers));
  REQUIRE_THROWS_AS(normalize(out, 3, numbers), InternalError);
  REQUIRE_THROWS_AS(normalize(out, 4, std::span(numbers).first(8)), InternalError);
}
