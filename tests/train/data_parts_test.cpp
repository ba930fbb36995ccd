#include "training/data_parts.h"

#include <set>

#include "core/error.h"
#include "data/synthetic.h"
#include "support/dataset_source.h"

#include <catch2/catch.hpp>

using namespace hybrid;

TEST_CASE("train, oracle and tune share out all images without overlap", "[training]") {
  const ImageDataset images = make_synthetic(1000, SeedTree(1)).dataset;
  const test::DatasetSource source(images);
  const DataParts parts = share_out(source, {.oracle_fraction = 0.1, .tune_fraction = 0.2}, SeedTree(2));
  REQUIRE(parts.tune.size() == 200);
  REQUIRE(parts.oracle.size() == 100);
  REQUIRE(parts.train.size() == 700);
  std::set<std::size_t> all(parts.tune.begin(), parts.tune.end());
  all.insert(parts.oracle.begin(), parts.oracle.end());
  all.insert(parts.train.begin(), parts.train.end());
  REQUIRE(all.size() == 1000);
}

TEST_CASE("each part has every class in its share", "[training]") {
  const ImageDataset images = make_synthetic(1000, SeedTree(1)).dataset;
  const test::DatasetSource source(images);
  const DataParts parts = share_out(source, {.oracle_fraction = 0.2, .tune_fraction = 0.2}, SeedTree(2));
  for (const auto* part : {&parts.tune, &parts.oracle}) {
    std::vector<int> of_class(static_cast<std::size_t>(images.classes));
    for (const auto row : *part) ++of_class[static_cast<std::size_t>(images.labels[row])];
    std::vector<int> in_all(static_cast<std::size_t>(images.classes));
    for (const auto label : images.labels) ++in_all[static_cast<std::size_t>(label)];
    for (std::size_t c = 0; c < of_class.size(); ++c) REQUIRE(std::abs(of_class[c] - 0.2 * in_all[c]) <= 1.0);
  }
}

TEST_CASE("too few images to share out are refused with the sizes", "[training]") {
  const ImageDataset images = make_synthetic(3, SeedTree(1)).dataset;
  const test::DatasetSource source(images);
  REQUIRE_THROWS_AS(share_out(source, {.oracle_fraction = 0.1, .tune_fraction = 0.1}, SeedTree(2)),
                    DataError);
}
