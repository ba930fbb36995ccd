#include "training/data_parts.h"

#include <algorithm>
#include <set>

#include "core/error.h"
#include "datasets/synthetic.h"
#include "support/dataset_source.h"

#include <catch2/catch.hpp>

using namespace hybrid;
using namespace hybrid::training;

TEST_CASE("train, oracle and tune share out all images without overlap", "[training]") {
  const images::ImageDataset images = datasets::make_synthetic(1000, SeedTree(1)).dataset;
  const test::DatasetSource source(images);
  const DataParts parts =
      split_training_images(source, {.oracle_fraction = 0.1, .tune_fraction = 0.2}, SeedTree(2), {});
  REQUIRE(parts.tune.size() == 200);
  REQUIRE(parts.oracle.size() == 100);
  REQUIRE(parts.train.size() == 700);
  std::set<std::size_t> all(parts.tune.begin(), parts.tune.end());
  all.insert(parts.oracle.begin(), parts.oracle.end());
  all.insert(parts.train.begin(), parts.train.end());
  REQUIRE(all.size() == 1000);
}

TEST_CASE("each part has every class in its share", "[training]") {
  const images::ImageDataset images = datasets::make_synthetic(1000, SeedTree(1)).dataset;
  const test::DatasetSource source(images);
  const DataParts parts =
      split_training_images(source, {.oracle_fraction = 0.2, .tune_fraction = 0.2}, SeedTree(2), {});
  for (const auto* part : {&parts.tune, &parts.oracle}) {
    std::vector<int> of_class(static_cast<std::size_t>(images.classes));
    for (const auto row : *part) ++of_class[static_cast<std::size_t>(images.labels[row])];
    std::vector<int> in_all(static_cast<std::size_t>(images.classes));
    for (const auto label : images.labels) ++in_all[static_cast<std::size_t>(label)];
    for (std::size_t c = 0; c < of_class.size(); ++c) REQUIRE(std::abs(of_class[c] - 0.2 * in_all[c]) <= 1.0);
  }
}

TEST_CASE("too few images to share out are refused with the sizes", "[training]") {
  const images::ImageDataset images = datasets::make_synthetic(3, SeedTree(1)).dataset;
  const test::DatasetSource source(images);
  REQUIRE_THROWS_AS(
      split_training_images(source, {.oracle_fraction = 0.1, .tune_fraction = 0.1}, SeedTree(2), {}),
      DataError);
}

TEST_CASE("images that are left out are in no part, and all others where they would be", "[training]") {
  const images::ImageDataset images = datasets::make_synthetic(400, SeedTree(1)).dataset;
  const test::DatasetSource all(images);
  const config::DataConfig config{.oracle_fraction = 0.2, .tune_fraction = 0.2};
  const DataParts whole = split_training_images(all, config, SeedTree(2), {});
  const std::vector<std::size_t> gone{0, 1, 17, 200, 399};
  images::ImageDataset left = images;
  left.images.clear(), left.labels.clear();
  std::vector<std::size_t> row_in_all;
  std::vector<image_index::SkippedImage> skipped;
  for (std::size_t row = 0; row < images.size(); ++row) {
    if (std::ranges::find(gone, row) != gone.end()) {
      skipped.push_back({row, images.labels[row], "", ""});
      continue;
    }
    left.labels.push_back(images.labels[row]);
    const auto pixels = images.image(row);
    left.images.insert(left.images.end(), pixels.begin(), pixels.end());
    row_in_all.push_back(row);
  }
  const test::DatasetSource source(left);
  const DataParts parts = split_training_images(source, config, SeedTree(2), skipped);
  const auto same = [&](const std::vector<std::size_t>& reduced, std::vector<std::size_t> expected) {
    std::vector<std::size_t> rows;
    for (const auto row : reduced) rows.push_back(row_in_all.at(row));
    std::erase_if(expected, [&](std::size_t row) { return std::ranges::find(gone, row) != gone.end(); });
    return rows == expected;
  };
  REQUIRE(same(parts.train, whole.train));
  REQUIRE(same(parts.oracle, whole.oracle));
  REQUIRE(same(parts.tune, whole.tune));
}
