#include "datasets/halves.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <numeric>

#include "core/seed.h"
#include "datasets/cifar_records.h"
#include "images/memory_source.h"

using namespace hybrid;
using namespace hybrid::datasets;

namespace {

const CifarFormat& kCifar100 = cifar_format(config::DatasetName::cifar100);

/// 1x1x2 images; image i shows kinds[i], and so two of a kind are equal. Labels do not matter.
images::ImageDataset images_of(const std::vector<int>& kinds) {
  images::ImageDataset dataset{.channels = 1, .height = 1, .width = 2, .classes = 5};
  for (const int kind : kinds) {
    dataset.images.push_back(static_cast<std::uint8_t>(kind));
    dataset.images.push_back(static_cast<std::uint8_t>(kind / 256));
    dataset.labels.push_back(static_cast<std::int32_t>(dataset.labels.size() % 5));
  }
  return dataset;
}

std::vector<int> kinds_of(const std::vector<int>& kinds, const std::vector<std::size_t>& rows) {
  std::vector<int> picked;
  for (const std::size_t row : rows) picked.push_back(kinds[row]);
  std::ranges::sort(picked);
  return picked;
}

std::vector<int> first_numbers(int n) {
  std::vector<int> kinds(static_cast<std::size_t>(n));
  std::iota(kinds.begin(), kinds.end(), 0);
  return kinds;
}

}  // namespace

TEST_CASE("different images are halved evenly, each row in one half, ascending", "[data]") {
  for (int n = 0; n < 30; ++n) {
    const Halves halves = hash_halves(*source_of(images_of(first_numbers(n)), "test"));
    REQUIRE(halves.first.size() == static_cast<std::size_t>(n / 2));
    REQUIRE(std::ranges::is_sorted(halves.first));
    REQUIRE(std::ranges::is_sorted(halves.second));
    std::vector<std::size_t> all = halves.first;
    all.insert(all.end(), halves.second.begin(), halves.second.end());
    std::ranges::sort(all);
    std::vector<std::size_t> rows(static_cast<std::size_t>(n));
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    REQUIRE(all == rows);
  }
}

TEST_CASE("the half of an image does not depend on the order of the images or on labels", "[data]") {
  std::vector<int> kinds = first_numbers(1000);
  const Halves before = hash_halves(*source_of(images_of(kinds), "test"));
  const std::vector<int> first = kinds_of(kinds, before.first);
  std::ranges::reverse(kinds);
  std::swap(kinds[3], kinds[500]);
  const Halves after = hash_halves(*source_of(images_of(kinds), "test"));
  REQUIRE(kinds_of(kinds, after.first) == first);
  REQUIRE(first != first_numbers(500));
}

TEST_CASE("equal images are in the same half, and the halves as equal as that allows", "[data]") {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Rng rng(seed);
    std::vector<int> kinds;
    for (int i = 0; i < 12; ++i) kinds.push_back(static_cast<int>(rng.below(5)));
    const Halves halves = hash_halves(*source_of(images_of(kinds), "test"));
    const std::vector<int> first = kinds_of(kinds, halves.first);
    for (const int kind : kinds_of(kinds, halves.second)) REQUIRE(!std::ranges::binary_search(first, kind));
    // No cut between kinds, in the order that the hash gives them, comes nearer to the middle.
    std::map<int, std::size_t> count;
    for (const int kind : kinds) ++count[kind];
    const auto away = [](std::size_t part) { return part > 6 ? part - 6 : 6 - part; };
    for (const int kind : first)
      REQUIRE(away(halves.first.size() - count[kind]) + count[kind] >= away(halves.first.size()));
    std::size_t largest = 0;
    for (const auto& [kind, images] : count) largest = std::max(largest, images);
    REQUIRE(2 * away(halves.first.size()) <= largest);
  }
}

TEST_CASE("images can be halved where both halves have some", "[data]") {
  for (const std::vector<int>& kinds :
       {std::vector<int>{}, {1}, {1, 1}, {1, 2}, {2, 2, 2, 2, 1}, {1, 2, 2, 2, 2}, {3, 3, 3}}) {
    const auto images = source_of(images_of(kinds), "test");
    const Halves halves = hash_halves(*images);
    REQUIRE(can_be_halved(*images) == !(halves.first.empty() || halves.second.empty()));
  }
}

TEST_CASE("only equal images leave one half empty", "[data]") {
  const Halves halves = hash_halves(*source_of(images_of({7, 7, 7}), "test"));
  REQUIRE(halves.first.empty());
  REQUIRE(halves.second.size() == 3);
}

TEST_CASE("the halves are fixed for ever: these images are always split like this", "[data]") {
  REQUIRE(hash_halves(*source_of(images_of(first_numbers(8)), "test")) ==
          Halves{.first = {2, 3, 4, 6}, .second = {0, 1, 5, 7}});
}

TEST_CASE("the real CIFAR-100's test images are halved evenly", "[data]") {
  const std::filesystem::path root = HYBRID_REAL_DATA;
  if (root.empty()) {
    WARN("skipped: HYBRID_REAL_DATA is not set");
    return;
  }
  const auto source =
      open_cifar(kCifar100, cifar_files(kCifar100, root / "cifar-100-binary", config::DataSplit::test),
                 config::DataSplit::test);
  const Halves halves = hash_halves(*source);
  REQUIRE(halves.first.size() == 5000);
  REQUIRE(halves.second.size() == 5000);
}
