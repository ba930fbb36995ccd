#include "routing/cross_fit.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <numeric>

#include "unit/routing/random_pairs.h"

using namespace hybrid;
using namespace hybrid::routing;

namespace {

struct Fitted {
  ConfidenceFeatures features;
  std::vector<double> targets;
  std::vector<std::uint8_t> folds;
  CrossFitted fit() const { return cross_fit({.features = features, .targets = targets}, folds); }
};

Fitted cloud_right(const predictions::PredictionPair& pair) {
  ConfidenceFeatures features = confidence_features(pair.base);
  features.values = standardised(features.values, standardisation_of(features.values));
  return {std::move(features), predictions::correct(pair.cloud), random_folds(pair.size(), 5, SeedTree(1))};
}

}  // namespace

TEST_CASE("folds are of equal size up to one and follow from the seed", "[routing]") {
  for (const std::size_t n : {10U, 11U, 14U, 1000U}) {
    const auto folds = random_folds(n, 5, SeedTree(7));
    for (std::uint8_t f = 0; f < 5; ++f) {
      const auto size = static_cast<std::size_t>(std::ranges::count(folds, f));
      REQUIRE((size == n / 5 || size == n / 5 + 1));
    }
    REQUIRE(folds == random_folds(n, 5, SeedTree(7)));
  }
  REQUIRE(random_folds(1000, 5, SeedTree(7)) != random_folds(1000, 5, SeedTree(8)));
}

TEST_CASE("an example's out-of-fold prediction does not see its own target", "[routing]") {
  Fitted data = cloud_right(test::specialist_pair(120, 4, SeedTree(1)));
  const CrossFitted before = data.fit();
  // All of one fold's targets turn round: predictions of that fold stay, as long as the ridge is the same.
  for (std::size_t i = 0; i < data.targets.size(); ++i)
    if (data.folds[i] == 2) data.targets[i] = 1 - data.targets[i];
  const CrossFitted after = data.fit();
  const auto level = std::max(before.level, after.level);
  CAPTURE(before.level, after.level, level);
  bool others_moved = false;
  if (before.level == after.level)
    for (std::size_t i = 0; i < data.targets.size(); ++i) {
      if (data.folds[i] == 2) REQUIRE(after.out_of_fold[i] == before.out_of_fold[i]);
      others_moved = others_moved || after.out_of_fold[i] != before.out_of_fold[i];
    }
  else
    others_moved = true;
  REQUIRE(others_moved);
}

TEST_CASE("the ridge is weak where classes matter and strong where nothing does", "[routing]") {
  const auto level = [](const predictions::PredictionPair& pair) { return cloud_right(pair).fit().level; };
  REQUIRE(level(test::specialist_pair(2000, 6, SeedTree(2))) >= 2);
  REQUIRE(level(test::plain_pair(2000, 6, SeedTree(2))) == 0);
}

TEST_CASE("ten examples of one kind can be fitted", "[routing]") {
  Fitted data = cloud_right(test::plain_pair(10, 3, SeedTree(3)));
  data.targets.assign(10, 1.0);
  const CrossFitted fit = data.fit();
  for (const double z : fit.out_of_fold) REQUIRE(z > 0);
}
