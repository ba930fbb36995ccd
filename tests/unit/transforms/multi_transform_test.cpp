#include "transforms/multi_transform.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <numeric>
#include <set>

#include "core/error.h"
#include "datasets/synthetic.h"
#include "support/dataset_source.h"
#include "support/error_message.h"

using namespace hybrid;
using namespace hybrid::transforms;

namespace {

constexpr int kHeight = 4;
constexpr int kWidth = 5;
const Normalization kRaw{.mean = {0.0F, 0.0F},
                         .stddev = {1.0F / 255.0F, 1.0F / 255.0F}};  // pixels as they are

/// Two channels, every pixel of an image different and none black.
images::ImageDataset numbered(std::size_t n) {
  images::ImageDataset dataset{
      .name = "numbered", .channels = 2, .height = kHeight, .width = kWidth, .classes = 2};
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t p = 0; p < dataset.pixels(); ++p)
      dataset.images.push_back(static_cast<std::uint8_t>(1 + p + 40 * (i % 5)));
    dataset.labels.push_back(static_cast<std::int32_t>(i % 2));
  }
  return dataset;
}

/// The transform of those rows' images, one behind the other, normalised.
std::vector<float> filled(const images::ImageDataset& dataset, const std::vector<std::size_t>& rows,
                          const Transform& transform) {
  const test::DatasetSource source(dataset);
  const std::span transforms(&transform, 1);
  const auto shapes = transformed_shapes(source, transforms);
  MultiTransform make(source, transforms, shapes);
  const auto size = static_cast<std::size_t>(shapes.front().elements());
  std::vector<std::uint8_t> pixels(rows.size() * size);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto out = std::span(pixels).subspan(i * size, size);
    make(rows[i], std::span(&out, 1));
  }
  std::vector<float> numbers(pixels.size());
  Normalizer(transform.preprocessing.normalization)(pixels, size / static_cast<std::size_t>(dataset.channels),
                                                    numbers);
  return numbers;
}

std::vector<float> filled(const images::ImageDataset& dataset, const std::vector<std::size_t>& rows,
                          config::Augment augment, SeedTree seed, const Normalization& normalization = kRaw) {
  return filled(dataset, rows, {{.input = {}, .normalization = normalization}, {{.kind = augment}, seed}});
}

/// `count` rows whose images numbered(5 * count) makes alike.
std::vector<std::size_t> rows_like(std::size_t row, std::size_t count) {
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < count; ++i) rows.push_back(5 * i + row);
  return rows;
}

/// Image `i` of a filled batch, in whole pixels.
std::vector<int> image_of(const std::vector<float>& batch, std::size_t i, std::size_t pixels) {
  std::vector<int> image;
  for (std::size_t p = 0; p < pixels; ++p)
    image.push_back(static_cast<int>(std::lround(batch[i * pixels + p])));
  return image;
}

/// What an image looks like, mirrored or not and then moved, by definition.
std::vector<int> placed(const images::ImageDataset& dataset, std::size_t row, bool mirrored, int down,
                        int right) {
  std::vector<int> image;
  const auto at = [&](int c, int y, int x) {
    if (y < 0 || y >= kHeight || x < 0 || x >= kWidth) return 0;
    return int{dataset.image(
        row)[static_cast<std::size_t>((c * kHeight + y) * kWidth + (mirrored ? kWidth - 1 - x : x))]};
  };
  for (int c = 0; c < 2; ++c)
    for (int y = 0; y < kHeight; ++y)
      for (int x = 0; x < kWidth; ++x) image.push_back(at(c, y - down, x - right));
  return image;
}

}  // namespace

TEST_CASE("the training rows normalised have mean 0 and deviation 1", "[data]") {
  const images::ImageDataset dataset = datasets::make_synthetic(300, SeedTree(1)).dataset;
  std::vector<std::size_t> rows(300);
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  const auto values =
      filled(dataset, rows, config::Augment::none, SeedTree(1), mean_std(test::DatasetSource(dataset), rows));
  double sum = 0.0;
  double squares = 0.0;
  for (const float v : values) {
    sum += double{v};
    squares += double{v} * double{v};
  }
  const auto n = static_cast<double>(values.size());
  REQUIRE(sum / n == Approx(0.0).margin(1e-5));
  REQUIRE(squares / n == Approx(1.0).epsilon(1e-5));
}

TEST_CASE("without augmentation a batch is the rows' images, normalised", "[data]") {
  const images::ImageDataset dataset = numbered(5);
  const auto raw = filled(dataset, {3, 0, 3}, config::Augment::none, SeedTree(1));
  REQUIRE(image_of(raw, 0, 40) == placed(dataset, 3, false, 0, 0));
  REQUIRE(image_of(raw, 1, 40) == placed(dataset, 0, false, 0, 0));
  REQUIRE(image_of(raw, 2, 40) == placed(dataset, 3, false, 0, 0));
  REQUIRE(raw == filled(dataset, {3, 0, 3}, config::Augment::none, SeedTree(2)));
  const Normalization two{.mean = {0.5F, 0.25F}, .stddev = {0.25F, 2.0F}};
  const auto normalised = filled(dataset, {0}, config::Augment::none, SeedTree(1), two);
  REQUIRE(normalised[0] == Approx((1.0 / 255 - 0.5) / 0.25));
  REQUIRE(normalised[20] == Approx((21.0 / 255 - 0.25) / 2.0));
}

TEST_CASE("flipping leaves an image or mirrors it, both about as often", "[data]") {
  const images::ImageDataset dataset = numbered(10000);
  const auto rows = rows_like(2, 2000);
  const auto batch = filled(dataset, rows, config::Augment::flip, SeedTree(1));
  int mirrored = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto image = image_of(batch, i, 40);
    const bool is_mirrored = image == placed(dataset, 2, true, 0, 0);
    REQUIRE((is_mirrored || image == placed(dataset, 2, false, 0, 0)));
    mirrored += is_mirrored ? 1 : 0;
  }
  REQUIRE(std::abs(mirrored - 1000) < 150);
}

TEST_CASE("shifting moves by up to two pixels in all 25 ways, mirrored and not, and fills with black",
          "[data]") {
  const images::ImageDataset dataset = numbered(10000);
  std::set<std::vector<int>> possible;
  for (const bool mirrored : {false, true})
    for (int down = -2; down <= 2; ++down)
      for (int right = -2; right <= 2; ++right) possible.insert(placed(dataset, 1, mirrored, down, right));
  REQUIRE(possible.size() == 50);
  const auto rows = rows_like(1, 2000);
  const auto batch = filled(dataset, rows, config::Augment::flip_shift, SeedTree(1));
  std::set<std::vector<int>> seen;
  for (std::size_t i = 0; i < rows.size(); ++i) seen.insert(image_of(batch, i, 40));
  REQUIRE(seen == possible);
}

TEST_CASE("the most pixels of a shift are given", "[data]") {
  const images::ImageDataset dataset = numbered(2500);
  const auto rows = rows_like(1, 500);
  const Preprocessing preprocessing{.input = {}, .normalization = kRaw};
  const auto distinct = [&](int shift) {
    const auto batch = filled(
        dataset, rows, {preprocessing, {{.kind = config::Augment::flip_shift, .shift = shift}, SeedTree(1)}});
    std::set<std::vector<int>> seen;
    for (std::size_t i = 0; i < rows.size(); ++i) seen.insert(image_of(batch, i, 40));
    return seen;
  };
  REQUIRE(distinct(1).size() == 18);
  std::set<std::vector<int>> possible;
  for (const bool mirrored : {false, true})
    for (int down = -4; down <= 4; ++down)
      for (int right = -4; right <= 4; ++right) possible.insert(placed(dataset, 1, mirrored, down, right));
  const auto seen = distinct(4);
  REQUIRE(seen.size() > 80);
  for (const auto& image : seen) REQUIRE(possible.contains(image));
}

TEST_CASE("images are changed at their own size and then prepared for the network", "[data]") {
  const images::ImageDataset dataset = numbered(5);
  const std::vector<std::size_t> rows{4, 0, 2, 2, 1, 3};
  const Preprocessing preprocessing{.input = {.size = 9, .crop = 0.8}, .normalization = kRaw};
  const SeededAugmentation changing{{.kind = config::Augment::flip_shift, .shift = 3}, SeedTree(1)};
  const auto changed = filled(dataset, rows, {{.input = {}, .normalization = kRaw}, changing});
  const auto batch = filled(dataset, rows, {preprocessing, changing});
  REQUIRE(batch.size() == rows.size() * 2 * 81);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    images::Image image{2, kHeight, kWidth, {}};
    for (const int p : image_of(changed, i, 40)) image.pixels.push_back(static_cast<std::uint8_t>(p));
    std::vector<float> expected(2 * 81);
    preprocess_image(image, preprocessing, expected);
    REQUIRE(
        std::equal(expected.begin(), expected.end(), batch.begin() + static_cast<std::ptrdiff_t>(i * 162)));
  }
}

TEST_CASE("a view follows from the seed and the row alone, whatever the batch", "[data]") {
  const images::ImageDataset dataset = numbered(150);
  const auto rows = rows_like(4, 30);
  for (const config::Augment augment : {config::Augment::flip, config::Augment::flip_shift}) {
    const auto batch = filled(dataset, rows, augment, SeedTree(1));
    REQUIRE(batch != filled(dataset, rows, augment, SeedTree(2)));
    for (std::size_t i = 0; i < rows.size(); ++i)
      REQUIRE(image_of(batch, i, 40) == image_of(filled(dataset, {rows[i]}, augment, SeedTree(1)), 0, 40));
  }
}

TEST_CASE("one image becomes the views of several networks, each as if it were alone", "[data]") {
  const images::ImageDataset dataset = numbered(5);
  const test::DatasetSource source(dataset);
  const SeededAugmentation changing{{.kind = config::Augment::flip_shift, .shift = 3}, SeedTree(1)};
  const std::vector<Transform> transforms{
      {{.input = {.size = 3}, .normalization = kRaw}, changing},
      {{.input = {.size = 9, .crop = 0.8}, .normalization = kRaw}, changing},
      {{.input = {}, .normalization = kRaw}}};
  const auto shapes = transformed_shapes(source, transforms);
  REQUIRE(shapes == std::vector<arch::Shape>{{2, 3, 3}, {2, 9, 9}, {2, kHeight, kWidth}});
  MultiTransform make(source, transforms, shapes);
  std::vector<std::uint8_t> pixels(18 + 162 + 40);
  const std::vector<std::span<std::uint8_t>> out{
      std::span(pixels).first(18), std::span(pixels).subspan(18, 162), std::span(pixels).last(40)};
  make(3, out);
  for (std::size_t v = 0; v < transforms.size(); ++v) {
    const auto alone = filled(dataset, {3}, transforms[v]);
    REQUIRE(alone.size() == out[v].size());
    for (std::size_t p = 0; p < alone.size(); ++p) REQUIRE(std::lround(alone[p]) == out[v][p]);
  }
}

TEST_CASE("an image of another size than the first is refused where its size is to stay", "[data]") {
  class Uneven final : public images::ImageSource {
   public:
    std::string name() const override { return "uneven"; }
    std::size_t size() const override { return 2; }
    int classes() const override { return 1; }
    const std::vector<std::string>& class_names() const override { return names_; }
    std::int32_t label(std::size_t) const override { return 0; }
    std::string id(std::size_t i) const override { return fmt::format("uneven/{}", i); }
    std::string fingerprint() const override { return "uneven"; }
    images::Image image(std::size_t i) const override {
      const int side = i == 0 ? 4 : 5;
      return {1, side, side, std::vector<std::uint8_t>(static_cast<std::size_t>(side * side), 9)};
    }

   private:
    std::vector<std::string> names_{"one"};
  } images;
  const auto seen = [&](const config::InputConfig& input, std::size_t row) {
    const Transform transform{{.input = input, .normalization = {{0.0F}, {1.0F}}}};
    const auto shapes = transformed_shapes(images, std::span(&transform, 1));
    std::vector<std::uint8_t> pixels(static_cast<std::size_t>(shapes.front().elements()));
    const std::span out(pixels);
    MultiTransform(images, std::span(&transform, 1), shapes)(row, std::span(&out, 1));
    return pixels.size();
  };
  REQUIRE(seen({}, 0) == 16);
  REQUIRE_THAT(test::error_message<DataError>([&] { seen({}, 1); }),
               Catch::Contains("uneven/1") && Catch::Contains("1x5x5") && Catch::Contains("1x4x4"));
  REQUIRE(seen({.size = 3}, 1) == 9);
}

TEST_CASE("networks are evaluated on full decodes, images to train on come as small as serves", "[data]") {
  /// Says what it was asked for.
  class Large final : public images::ImageSource {
   public:
    std::string name() const override { return "large"; }
    std::size_t size() const override { return 1; }
    int classes() const override { return 1; }
    const std::vector<std::string>& class_names() const override { return names_; }
    std::int32_t label(std::size_t) const override { return 0; }
    std::string id(std::size_t) const override { return "large/0"; }
    std::string fingerprint() const override { return "large"; }
    images::Image image(std::size_t) const override {
      return {1, 60, 80, std::vector<std::uint8_t>(4800, 7)};
    }
    images::Image reduced_image(std::size_t i, const images::NeededSide& needed) const override {
      asked = needed(60, 80);
      return image(i);
    }
    mutable int asked = -1;

   private:
    std::vector<std::string> names_{"one"};
  } images;
  const auto asked_for = [&](const std::vector<Transform>& transforms) {
    const auto shapes = transformed_shapes(images, transforms);
    std::vector<std::vector<std::uint8_t>> pixels;
    for (const auto& shape : shapes) pixels.emplace_back(static_cast<std::size_t>(shape.elements()));
    const std::vector<std::span<std::uint8_t>> out(pixels.begin(), pixels.end());
    MultiTransform(images, transforms, shapes)(0, out);
    return images.asked;
  };
  const auto transform = [](int size, config::Augment augment) {
    return Transform{{.input = {.size = size}, .normalization = {{0.0F}, {1.0F}}},
                     {{.kind = augment}, SeedTree(1)}};
  };
  REQUIRE(asked_for({transform(10, config::Augment::none)}) == 0);
  REQUIRE(asked_for({transform(10, config::Augment::flip)}) == 10);
  REQUIRE(asked_for({transform(10, config::Augment::flip), transform(25, config::Augment::flip)}) == 25);
  REQUIRE(asked_for({transform(10, config::Augment::flip), transform(25, config::Augment::none)}) == 0);
  REQUIRE(asked_for({transform(10, config::Augment::flip), transform(0, config::Augment::flip)}) == 0);
}

TEST_CASE("channels that do not fit the normalisation are a fault of ours", "[data]") {
  const images::ImageDataset dataset = numbered(3);
  REQUIRE_THROWS_AS(
      filled(dataset, {0}, config::Augment::none, SeedTree(1), {.mean = {0.0F}, .stddev = {1.0F}}),
      InternalError);
  REQUIRE_THROWS_AS(filled(dataset, {3}, config::Augment::none, SeedTree(1)), InternalError);
}
