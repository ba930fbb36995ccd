#include "routing/confidence_features.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "unit/routing/tiny_sets.h"

using namespace hybrid;
using namespace hybrid::routing;

TEST_CASE("features are logit, entropy, logs and plain probabilities of the largest outputs", "[routing]") {
  const predictions::PredictionSet set = test::set_with_probabilities({0, 1}, {{0.2, 0.5, 0.3}, {1, 0, 0}});
  const ConfidenceFeatures features = confidence_features(set);
  REQUIRE(features.values.cols == confidence_feature_count(3));
  const auto first = features.values.row(0);
  const std::vector<double> expected{
      0, set.entropy[0], std::log(0.5), std::log(0.3), std::log(0.2), 0.5, 0.3, 0.2};
  for (std::size_t j = 0; j < expected.size(); ++j) REQUIRE(first[j] == Approx(expected[j]).margin(1e-12));
  REQUIRE(features.values(1, 0) == 37);
  REQUIRE(features.values(1, 3) == -40);
  REQUIRE(features.classes.size() == 2);
  REQUIRE(features.classes[0].codes == std::vector<std::int32_t>{1, 0});
  REQUIRE(features.classes[1].codes == std::vector<std::int32_t>{2, 1});
}

TEST_CASE("of two classes the runner-up says nothing new", "[routing]") {
  REQUIRE(confidence_features(test::set_with_probabilities({0}, {{0.2, 0.8}})).classes.size() == 1);
}

TEST_CASE("classes with confidences, and classes alone, have what they have", "[routing]") {
  const auto confident = confidence_features(test::set_without_outputs({0, 1}, {3, 1}, {0.5, 0.9}));
  REQUIRE(confident.values.cols == 2);
  REQUIRE(confident.values(1, 0) == Approx(std::log(9.0)));
  REQUIRE(confident.classes[0].count == 4);
  const auto bare = confidence_features(test::set_without_outputs({0, 1}, {3, 1}));
  REQUIRE(bare.values.rows == 2);
  REQUIRE(bare.values.cols == 0);
}

TEST_CASE("standardised features have mean 0 and deviation 1, constant ones stay 0", "[routing]") {
  Matrix features(4, 2);
  features.values = {1, 0.1, 2, 0.1, 3, 0.1, 6, 0.1};
  const Matrix standard = standardised(features, standardisation_of(features));
  double sum = 0, squares = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    sum += standard(i, 0), squares += standard(i, 0) * standard(i, 0);
    REQUIRE(standard(i, 1) == Approx(0).margin(1e-12));
  }
  REQUIRE(sum == Approx(0).margin(1e-12));
  REQUIRE(squares == Approx(4));
}
