#include "datasets/synthetic.h"

#include <array>
#include <catch2/catch.hpp>

using namespace hybrid;
using namespace hybrid::datasets;

namespace {

/// Mean brightness of a mark's place.
double mark(const images::ImageDataset& dataset, std::size_t i, bool right, bool low) {
  const auto image = dataset.image(i);
  double sum = 0.0;
  for (std::size_t y = low ? 9 : 6; y < (low ? 11U : 8U); ++y)
    for (std::size_t x = right ? 8 : 1; x < (right ? 11U : 4U); ++x) sum += image[y * 12 + x];
  return sum / 6;
}

/// The member of the group by the rule the images are drawn by.
bool second_member(const images::ImageDataset& dataset, std::size_t i, bool hard) {
  const bool left_low = mark(dataset, i, false, true) > mark(dataset, i, false, false);
  const bool right_low = mark(dataset, i, true, true) > mark(dataset, i, true, false);
  if (hard) return left_low != right_low;
  const auto brightness = [&](bool right) {
    return mark(dataset, i, right, false) + mark(dataset, i, right, true);
  };
  return brightness(true) > brightness(false);
}

using Means = std::vector<std::vector<double>>;

/// Per class, the mean of the images for which `hard` is that.
Means class_means(const SyntheticImages& images, bool hard) {
  Means means(10, std::vector<double>(144, 0.0));
  std::array<double, 10> counts{};
  for (std::size_t i = 0; i < images.dataset.size(); ++i) {
    if (images.hard[i] != hard) continue;
    const auto label = static_cast<std::size_t>(images.dataset.labels[i]);
    counts[label] += 1.0;
    for (std::size_t p = 0; p < 144; ++p) means[label][p] += images.dataset.image(i)[p];
  }
  for (std::size_t c = 0; c < 10; ++c)
    for (double& value : means[c]) value /= counts[c];
  return means;
}

}  // namespace

TEST_CASE("synthetic images come in known shares of classes and of hard ones", "[data]") {
  const SyntheticImages images = make_synthetic(200, SeedTree(1));
  REQUIRE(images.dataset.size() == 200);
  REQUIRE(images.dataset.images.size() == 200 * images.dataset.pixels());
  REQUIRE(images.dataset.class_names.size() == 10);
  std::array<int, 10> of_class{};
  std::array<int, 10> hard_of_class{};
  for (std::size_t i = 100; i < 200; ++i) {
    const auto label = static_cast<std::size_t>(images.dataset.labels[i]);
    ++of_class[label];
    if (images.hard[i]) ++hard_of_class[label];
  }
  for (std::size_t c = 0; c < 10; ++c) {
    REQUIRE(of_class[c] == 10);
    REQUIRE(hard_of_class[c] == 10 * kSyntheticHardShare);
  }
}

TEST_CASE("synthetic images are fixed by their seed", "[data]") {
  const auto fingerprint = [](std::uint64_t seed) {
    return make_synthetic(50, SeedTree(seed)).dataset.fingerprint();
  };
  REQUIRE(fingerprint(1) == fingerprint(1));
  REQUIRE(fingerprint(1) != fingerprint(2));
}

TEST_CASE("every synthetic image, easy or hard, can be told by its marks", "[data]") {
  const SyntheticImages images = make_synthetic(2000, SeedTree(3));
  for (std::size_t i = 0; i < 2000; ++i)
    REQUIRE(second_member(images.dataset, i, images.hard[i]) == (images.dataset.labels[i] % 2 == 1));
}

TEST_CASE("the members of a group have the same mean among hard images and another among easy ones",
          "[data]") {
  const SyntheticImages images = make_synthetic(20000, SeedTree(4));
  const auto largest_difference = [](const Means& means) {
    double largest = 0.0;
    for (std::size_t c = 0; c < 10; c += 2)
      for (std::size_t p = 0; p < 144; ++p)
        largest = std::max(largest, std::abs(means[c][p] - means[c + 1][p]));
    return largest;
  };
  REQUIRE(largest_difference(class_means(images, true)) < 20.0);
  REQUIRE(largest_difference(class_means(images, false)) > 60.0);
}
