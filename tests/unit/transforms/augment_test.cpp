#include "transforms/augment.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <set>

#include "core/error.h"
#include "core/files.h"
#include "core/sha256.h"
#include "images/image_files.h"
#include "noise_image.h"
#include "transforms/enhance.h"
#include "transforms/preprocess.h"
#include "transforms/random_crop.h"

using namespace hybrid;
using namespace hybrid::transforms;

namespace {

std::string sha256_of(const images::Image& image) {
  return sha256({reinterpret_cast<const char*>(image.pixels.data()), image.pixels.size()});
}

/// make_fixtures.py's color_images().
images::Image color_image(int seed) {
  images::Image image{3, 20, 24, {}};
  if (seed >= 0) {
    image.pixels = test::noise_pixels(static_cast<std::uint32_t>(seed), 3 * 20 * 24, seed == 2);
    return image;
  }
  for (int c = 0; c < 3; ++c)
    for (int y = 0; y < 20; ++y)
      for (int x = 0; x < 24; ++x)
        image.pixels.push_back(static_cast<std::uint8_t>(c == 0   ? 40 + 5 * x
                                                         : c == 1 ? 30 + 7 * y
                                                                  : 200 - 3 * (x + y)));
  return image;
}

images::Image noise(int channels, int height, int width) {
  return {channels, height, width, test::noise_pixels(5, channels * height * width)};
}

int width_of(const images::Box& box) {
  return static_cast<int>(box.right - box.left);
}
int height_of(const images::Box& box) {
  return static_cast<int>(box.bottom - box.top);
}

}  // namespace

TEST_CASE("colours change to torchvision's pixels, bit for bit", "[data]") {
  const std::map<std::string, ColorChange::Kind> kinds{{"brightness", ColorChange::Kind::brightness},
                                                       {"contrast", ColorChange::Kind::contrast},
                                                       {"saturation", ColorChange::Kind::saturation},
                                                       {"hue", ColorChange::Kind::hue}};
  const auto rows = test::fixture_rows("torchvision_color.csv");
  REQUIRE(rows.size() == 68);
  for (const auto& row : rows) {
    images::Image image = color_image(std::stoi(row.at(0)));
    change_color(image, {kinds.at(row.at(1)), std::stod(row.at(2))});
    INFO(row[0] << " " << row[1] << " " << row[2]);
    REQUIRE(sha256_of(image) == row.at(3));
  }
}

TEST_CASE("RandAugment's operations give Pillow's pixels, bit for bit", "[data]") {
  const auto rows = test::fixture_rows("pillow_rand_augment.csv");
  REQUIRE(rows.size() == 320);
  for (const auto& row : rows) {
    images::Image image = color_image(std::stoi(row.at(0)));
    rand_augment(image, {std::stoi(row.at(1)), std::stod(row.at(2)), row.at(3) == "1"});
    INFO("image " << row[0] << " operation " << row[1] << " magnitude " << row[2] << " reversed " << row[3]);
    REQUIRE(sha256_of(image) == row.at(4));
  }
}

TEST_CASE("grey images take all that does not need colours", "[data]") {
  images::Image grey = noise(1, 9, 7);
  const images::Image before = grey;
  change_color(grey, {ColorChange::Kind::saturation, 0.2});
  change_color(grey, {ColorChange::Kind::hue, 0.3});
  REQUIRE(grey.pixels == before.pixels);
  change_color(grey, {ColorChange::Kind::brightness, 0});
  REQUIRE(grey.pixels == std::vector<std::uint8_t>(63, 0));
  for (int operation = 0; operation < static_cast<int>(kRandAugmentOperations); ++operation) {
    images::Image image = before;
    REQUIRE_NOTHROW(rand_augment(image, {operation, 9, false}));
    REQUIRE(image.pixels.size() == 63);
  }
  REQUIRE_THROWS_AS(rand_augment(grey, {15, 9, false}), InternalError);
}

TEST_CASE("random crops have the areas and ratios asked for and lie within the image", "[data]") {
  Rng rng(3);
  double area = 0, log_ratio = 0;
  constexpr int kDraws = 4000;
  for (int i = 0; i < kDraws; ++i) {
    const images::Box box = draw_random_crop({0.2, 0.4}, rng, 300, 300);
    REQUIRE((box.left >= 0 && box.top >= 0 && box.right <= 300 && box.bottom <= 300));
    const double share = height_of(box) * width_of(box) / 90000.0,
                 ratio = static_cast<double>(width_of(box)) / height_of(box);
    REQUIRE((share > 0.195 && share < 0.405));
    REQUIRE((ratio > 0.74 && ratio < 1.35));
    area += share / kDraws;
    log_ratio += std::log(ratio) / kDraws;
  }
  REQUIRE(area == Approx(0.3).margin(0.005));
  REQUIRE(log_ratio == Approx(0).margin(0.015));
  std::set<std::pair<float, float>> corners;
  for (int i = 0; i < 2000; ++i) {
    const images::Box box = draw_random_crop({0.36, 0.36}, rng, 5, 5);
    corners.insert({box.left, box.top});
  }
  REQUIRE(corners.size() == 9);  // 3 x 3 pixels fit in 9 places
}

TEST_CASE("an image too long for any crop gives its largest middle part", "[data]") {
  Rng rng(1);
  const images::Box wide = draw_random_crop({1, 1}, rng, 30, 300);
  REQUIRE((height_of(wide) == 30 && width_of(wide) == 40 && wide.left == 130 && wide.top == 0));
  const images::Box high = draw_random_crop({1, 1}, rng, 300, 30);
  REQUIRE((height_of(high) == 40 && width_of(high) == 30 && high.left == 0 && high.top == 130));
  const images::Box whole = draw_random_crop({1, 1}, rng, 1, 1);
  REQUIRE((height_of(whole) == 1 && width_of(whole) == 1));
  REQUIRE_THROWS_AS(draw_random_crop({0, 1}, rng, 5, 5), InternalError);
  REQUIRE_THROWS_AS(draw_random_crop({0.5, 0.2}, rng, 5, 5), InternalError);
}

TEST_CASE("erased parts have the areas asked for, lie within the view and take its colour", "[data]") {
  Rng rng(2);
  int erased = 0;
  for (int i = 0; i < 4000; ++i) {
    const auto part = draw_erasing(0.25, rng);
    if (!part) continue;
    ++erased;
    const double area = part->height * part->width;
    REQUIRE((area >= 0.02 && area <= 0.33));
    REQUIRE((part->top >= 0 && part->left >= 0 && part->top + part->height <= 1 &&
             part->left + part->width <= 1));
  }
  REQUIRE(erased > 850);
  REQUIRE(erased < 1150);
  images::Image image = noise(3, 10, 20);
  const images::Image before = image;
  erase(image, {.top = 0.2, .left = 0.5, .height = 0.3, .width = 0.25}, std::vector<std::uint8_t>{1, 2, 3});
  for (int c = 0; c < 3; ++c)
    for (int y = 0; y < 10; ++y)
      for (int x = 0; x < 20; ++x) {
        const auto at = static_cast<std::size_t>((c * 10 + y) * 20 + x);
        const bool inside = y >= 2 && y < 5 && x >= 10 && x < 15;
        REQUIRE(image.pixels[at] == (inside ? c + 1 : before.pixels[at]));
      }
}

TEST_CASE("colour factors are uniform around 1, hue around 0, in any order", "[data]") {
  Rng rng(4);
  std::set<std::string> orders;
  double brightness = 0;
  constexpr int kDraws = 2000;
  for (int i = 0; i < kDraws; ++i) {
    const auto changes = draw_color_jitter({.brightness = 0.4, .contrast = 2, .hue = 0.1}, rng);
    REQUIRE(changes.size() == 3);
    std::string order;
    for (const auto& [kind, amount] : changes) {
      order += std::to_string(static_cast<int>(kind));
      if (kind == ColorChange::Kind::brightness) brightness += amount / kDraws;
      const auto within = [value = amount](double low, double high) { return value >= low && value <= high; };
      REQUIRE((kind == ColorChange::Kind::brightness ? within(0.6, 1.4)
               : kind == ColorChange::Kind::contrast ? within(0, 3)
                                                     : within(-0.1, 0.1)));
    }
    orders.insert(order);
  }
  REQUIRE(orders.size() == 6);
  REQUIRE(brightness == Approx(1).margin(0.02));
  REQUIRE(draw_color_jitter({}, rng).empty());
}

TEST_CASE("half of RandAugment's operations are done, each as often, about its magnitude", "[data]") {
  Rng rng(5);
  std::array<int, kRandAugmentOperations> done{};
  double magnitude = 0;
  int steps = 0;
  for (int i = 0; i < 6000; ++i)
    for (const auto& step :
         draw_rand_augment({.operations = 2, .magnitude = 7, .magnitude_stddev = 0.5}, rng)) {
      ++done[static_cast<std::size_t>(step.operation)];
      magnitude += step.magnitude;
      ++steps;
    }
  REQUIRE(std::abs(steps - 6000) < 250);
  for (const int times : done) REQUIRE(std::abs(times - 400) < 100);
  REQUIRE(magnitude / steps == Approx(7).margin(0.05));
  for (const auto& step : draw_rand_augment({.operations = 10, .magnitude = 10, .magnitude_stddev = 5}, rng))
    REQUIRE((step.magnitude >= 0 && step.magnitude <= 10));
  REQUIRE(draw_rand_augment({}, rng).empty());
}

TEST_CASE("a draw that changes nothing gives the view that networks are evaluated on", "[data]") {
  const images::Image image = noise(3, 30, 41);
  for (const config::InputConfig& input :
       {config::InputConfig{}, config::InputConfig{.size = 16, .crop = 0.875},
        config::InputConfig{.size = 16, .resize = config::Resize::pillow_bicubic}}) {
    Rng rng(1);
    const auto draw = draw_augmentation({}, rng, 30, 41);
    const images::Image transform = augmented(image, draw, 30, 41, input, std::vector<std::uint8_t>{1, 2, 3});
    const images::Image expected = resize_and_crop(image, input);
    REQUIRE((transform.height == expected.height && transform.width == expected.width));
    REQUIRE(transform.pixels == expected.pixels);
  }
}

TEST_CASE("a part of an image becomes torchvision's resized_crop, bit for bit, mirrored or not", "[data]") {
  const auto rows = test::fixture_rows("torchvision_crops.csv");
  REQUIRE(rows.size() == 40);
  for (const auto& row : rows) {
    const auto at = [&](std::size_t i) { return std::stoi(row.at(i)); };
    const auto number = [&](int value) { return static_cast<float>(value); };
    const images::Image image{3, at(1), at(2),
                              test::noise_pixels(static_cast<std::uint32_t>(at(0)), 3 * at(1) * at(2))};
    const AugmentationDraw draw{
        .mirrored = at(8) == 1,
        .crop = images::Box{number(at(5)), number(at(4)), number(at(5) + at(7)), number(at(4) + at(6))}};
    const config::InputConfig input{
        .size = at(3),
        .resize = at(9) == 1 ? config::Resize::pillow_bicubic : config::Resize::pillow_bilinear};
    INFO("seed " << row[0]);
    REQUIRE(sha256_of(augmented(image, draw, at(1), at(2), input, {})) == row[10]);
  }
}

TEST_CASE("a part of a reduced image is the same part of it", "[data]") {
  // Levels rise by 2 a column: what is seen tells where it is from.
  images::Image whole{1, 40, 80, {}}, half{1, 20, 40, {}};
  for (int i = 0; i < 40 * 80; ++i) whole.pixels.push_back(static_cast<std::uint8_t>(2 * (i % 80)));
  for (int i = 0; i < 20 * 40; ++i) half.pixels.push_back(static_cast<std::uint8_t>(4 * (i % 40) + 1));
  const config::InputConfig input{.size = 5};
  for (const images::Box& box :
       {images::Box{10, 4, 50, 36}, images::Box{11, 5, 42, 30}, images::Box{0, 0, 80, 40}}) {
    const AugmentationDraw draw{.crop = box};
    const images::Image expected = augmented(whole, draw, 40, 80, input, {}),
                        seen = augmented(half, draw, 40, 80, input, {});
    for (std::size_t i = 0; i < seen.pixels.size(); ++i)
      REQUIRE(std::abs(int{seen.pixels[i]} - int{expected.pixels[i]}) <= 2);
  }
}

TEST_CASE("a random part of the image becomes the view, mirrored or not, the same part at every size",
          "[data]") {
  const images::Image image = noise(3, 40, 60);
  const AugmentationDraw draw{.crop = images::Box{10, 5, 34, 35}};
  AugmentationDraw mirrored = draw;
  mirrored.mirrored = true;
  const config::InputConfig input{.size = 12};
  const images::Image transform = augmented(image, draw, 40, 60, input, {});
  REQUIRE((transform.height == 12 && transform.width == 12));
  const images::Image other = augmented(image, mirrored, 40, 60, input, {});
  for (std::size_t line = 0; line < 36; ++line)
    for (std::size_t x = 0; x < 12; ++x)
      REQUIRE(other.pixels[line * 12 + x] == transform.pixels[line * 12 + 11 - x]);
  const images::Image at_its_own_size = augmented(image, draw, 40, 60, {}, {});
  REQUIRE((at_its_own_size.height == 40 && at_its_own_size.width == 60));
#ifdef HYBRID_HAS_OPENCV
  const images::Image opencv =
      augmented(image, draw, 40, 60, {.size = 24, .resize = config::Resize::opencv_bilinear}, {});
  REQUIRE((opencv.height == 24 && opencv.width == 24));
#endif
}

TEST_CASE("what a view needs of a JPEG follows from its crop, and the reduced part is the same part",
          "[data]") {
  AugmentationDraw draw;
  REQUIRE(needed_side(draw, {.size = 96, .crop = 0.875}, 375, 500) == 110);
  REQUIRE(needed_side(draw, {}, 375, 500) == 0);
  draw.crop = images::Box{0, 0, 150, 100};  // of which 100 pixels become 96
  REQUIRE(needed_side(draw, {.size = 96}, 375, 500) == 360);
  draw.crop = images::Box{0, 0, 500, 375};
  REQUIRE(needed_side(draw, {.size = 96}, 375, 500) == 96);
  REQUIRE(needed_side(draw, {.size = 96, .resize = config::Resize::opencv_bilinear}, 375, 500) == 0);
  draw.crop.reset();
  draw.mirrored = true;
  REQUIRE(needed_side(draw, {.size = 96}, 375, 500) == 96);
  draw.right = 1;
  REQUIRE(needed_side(draw, {.size = 96}, 375, 500) == 0);

  const std::string path = HYBRID_TEST_DATA "/peers/data/images/colour.jpg";
  const images::Image full = images::decode_image(path),
                      half = images::decode_image(path, [](int, int) { return 5; });
  REQUIRE(half.height == 10);
  const AugmentationDraw part{.mirrored = true, .crop = images::Box{4, 3, 20, 17}};
  const images::Image a = augmented(full, part, 19, 26, {.size = 5}, {}),
                      b = augmented(half, part, 19, 26, {.size = 5}, {});
  double difference = 0;
  for (std::size_t i = 0; i < a.pixels.size(); ++i)
    difference += std::abs(int{a.pixels[i]} - int{b.pixels[i]});
  REQUIRE(difference / static_cast<double>(a.pixels.size()) < 3);
}

TEST_CASE("augmentations that differ have different names", "[data]") {
  std::set<std::string> names{to_string(Augmentation{})};
  const auto is_new = [&](const Augmentation& augmentation) {
    return names.insert(to_string(augmentation)).second;
  };
  REQUIRE(is_new({.kind = config::Augment::flip}));
  REQUIRE(is_new({.kind = config::Augment::flip_shift}));
  REQUIRE(is_new({.kind = config::Augment::flip_shift, .shift = 3}));
  REQUIRE(is_new({.kind = config::Augment::random_resized_crop}));
  REQUIRE(is_new({.kind = config::Augment::random_resized_crop, .crop_area = {0.2, 1}}));
  REQUIRE(is_new({.kind = config::Augment::random_resized_crop, .crop_area = {0.2, 0.9}}));
  REQUIRE(is_new({.kind = config::Augment::flip, .color_jitter = {.brightness = 0.1}}));
  REQUIRE(is_new({.kind = config::Augment::flip, .color_jitter = {.contrast = 0.1}}));
  REQUIRE(is_new({.kind = config::Augment::flip, .color_jitter = {.saturation = 0.1}}));
  REQUIRE(is_new({.kind = config::Augment::flip, .color_jitter = {.hue = 0.1}}));
  REQUIRE(is_new({.kind = config::Augment::flip, .rand_augment = {.operations = 2}}));
  REQUIRE(is_new({.kind = config::Augment::flip, .rand_augment = {.magnitude = 2}}));
  REQUIRE(is_new({.kind = config::Augment::flip, .rand_augment = {.magnitude_stddev = 2}}));
  REQUIRE(is_new({.kind = config::Augment::flip, .erasing = 0.1}));
  REQUIRE_FALSE(is_new({}));
}
