#include "routing/features.h"

#include <catch2/catch.hpp>
#include <numeric>

#include "core/seed.h"
#include "reference/matrix.h"
#include "unit/routing/random_compact.h"
#include "unit/routing/tiny_sets.h"

using namespace hybrid;
using namespace hybrid::routing;

namespace {

/// Twelve classes, so that two fall out of the ten largest.
predictions::PredictionSet twelve_classes() {
  std::vector<double> row{1, 3, 5, 7, 9, 11, 12, 10, 8, 6, 4, 2};
  for (double& p : row) p /= 78;
  return test::set_with_probabilities({6}, {row});
}

/// The paper's features.
CompactFeatures compact(const predictions::PredictionSet& base) {
  return compact_features(base, config::RouterFeatures::entropy_pairs, config::PairFeatures::difference);
}

}  // namespace

TEST_CASE("the compact features are the entropy and the ten largest probabilities, descending", "[routing]") {
  const predictions::PredictionSet set = twelve_classes();
  const Matrix u = compact(set).values;
  REQUIRE(u.rows == 1);
  REQUIRE(u.cols == 11);
  REQUIRE(u(0, 0) == set.entropy[0]);
  for (std::size_t i = 1; i <= 10; ++i) REQUIRE(u(0, i) == Approx(static_cast<double>(13 - i) / 78));
}

TEST_CASE("fewer than ten classes make fewer features", "[routing]") {
  const predictions::PredictionSet set = test::set_with_probabilities({0, 1}, {{0.25, 0.5, 0.25}, {1, 0, 0}});
  const Matrix u = compact(set).values;
  REQUIRE((u.rows == 2 && u.cols == 4));
  REQUIRE((u(0, 1) == 0.5 && u(0, 2) == 0.25 && u(0, 3) == 0.25));
  REQUIRE((u(1, 0) == 0 && u(1, 1) == 1 && u(1, 2) == 0));
  REQUIRE(full_features(compact(set)).cols == 10);
}

TEST_CASE("there are 101 features: entropy, then the table of pairs row by row", "[routing]") {
  const Matrix u = compact(twelve_classes()).values;
  const Matrix differences = full_features(compact(twelve_classes()));
  const Matrix products = full_features(compact_features(
      twelve_classes(), config::RouterFeatures::entropy_pairs, config::PairFeatures::product));
  REQUIRE(differences.cols == 101);
  REQUIRE(products.cols == 101);
  REQUIRE(differences(0, 0) == u(0, 0));
  REQUIRE(products(0, 0) == u(0, 0));
  // Entry (2, 7), counted from 0: the third and the eighth largest, 10/78 and 5/78.
  REQUIRE(differences(0, 1 + 27) == Approx(5.0 / 78));
  REQUIRE(differences(0, 1 + 72) == Approx(-5.0 / 78));
  REQUIRE(differences(0, 1 + 22) == 0);
  REQUIRE(products(0, 1 + 27) == Approx(50.0 / 78 / 78));
  REQUIRE(products(0, 1 + 72) == products(0, 1 + 27));
}

TEST_CASE("parts of the features are the entropy alone or the ten largest alone, and a class can be added",
          "[routing]") {
  const predictions::PredictionSet set = twelve_classes();
  const auto pairs = GENERATE(config::PairFeatures::difference, config::PairFeatures::product);
  const auto full = [&](config::RouterFeatures features) {
    return full_features(compact_features(set, features, pairs)).values;
  };
  REQUIRE(full(config::RouterFeatures::entropy) == set.entropy);
  REQUIRE(full(config::RouterFeatures::top10) == set.top);
  std::vector<double> expected = full(config::RouterFeatures::entropy_pairs);
  for (int c = 0; c < 12; ++c) expected.push_back(c == 6 ? 1 : 0);  // 12/78 is the largest
  REQUIRE(full(config::RouterFeatures::entropy_pairs_class) == expected);
}

TEST_CASE("the expansion maps the compact features to the differences", "[routing]") {
  Rng rng(1);
  const auto features =
      GENERATE(config::RouterFeatures::entropy_pairs, config::RouterFeatures::entropy_pairs_class);
  for (const int classes : {2, 3, 10, 14}) {
    const CompactFeatures u = test::random_answers(5, classes, features, rng);
    const Matrix l = expansion(u.layout);
    REQUIRE((l.rows == full_size(u.layout) && l.cols == compact_size(u.layout)));
    const Matrix expected = full_features(u);
    const Matrix mapped = reference::multiply(u.values, reference::transposed(l));
    for (std::size_t i = 0; i < expected.values.size(); ++i)
      REQUIRE(mapped.values[i] == Approx(expected.values[i]).margin(1e-15));
  }
}

TEST_CASE("only differences have an expansion", "[routing]") {
  REQUIRE_THROWS_AS(expansion({.pairs = config::PairFeatures::product}), InternalError);
  REQUIRE_THROWS_AS(expansion({.features = config::RouterFeatures::top10}), InternalError);
}

TEST_CASE("a set without outputs has no features, which the caller must know", "[routing]") {
  REQUIRE_THROWS_AS(compact(test::set_without_outputs({0}, {0})), InternalError);
}
