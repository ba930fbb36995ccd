#include "routing/scores.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <string>

#include "unit/routing/tiny_sets.h"

using namespace hybrid;
using namespace hybrid::routing;

namespace {

const ConfidenceMeasure& measure(std::string_view name) {
  for (const auto& m : confidence_measures())
    if (m.name == name) return m;
  FAIL("no measure " << name);
  return confidence_measures().front();
}

predictions::PredictionSet three_classes() {
  return test::set_with_probabilities({0, 0, 0}, {{0.5, 0.25, 0.25}, {0.125, 0.125, 0.75}, {1, 0, 0}});
}

}  // namespace

TEST_CASE("the measures have their numbers, larger where the base is less sure", "[routing]") {
  const predictions::PredictionSet set = three_classes();
  const double ln2 = std::log(2.0);
  const RoutingScores entropy = measure("entropy").scores(set);
  REQUIRE(entropy[0] == Approx(1.5 * ln2));
  REQUIRE(entropy[1] == Approx(0.75 * std::log(4.0 / 3) + 0.75 * ln2));
  REQUIRE(entropy[2] == 0);
  REQUIRE(measure("margin").scores(set) == RoutingScores{0.75, 0.375, 0});
  REQUIRE(measure("max_prob").scores(set) == RoutingScores{0.5, 0.25, 0});
}

TEST_CASE("measures are listed once each, in the order they are reported", "[routing]") {
  std::vector<std::string> names;
  for (const auto& m : confidence_measures()) names.emplace_back(m.name);
  REQUIRE(names == std::vector<std::string>{"entropy", "margin", "max_prob"});
}

TEST_CASE("a set with outputs has every measure", "[routing]") {
  const predictions::PredictionSet set = three_classes();
  for (const auto& m : confidence_measures()) REQUIRE(m.missing(set) == nullptr);
}

TEST_CASE("what a set cannot give is said with its reason", "[routing]") {
  const predictions::PredictionSet bare = test::set_without_outputs({0, 1}, {0, 0});
  REQUIRE(std::string(measure("entropy").missing(bare)) == "not defined without logits or probabilities");
  REQUIRE(std::string(measure("margin").missing(bare)) == "not defined without logits or probabilities");
  REQUIRE(std::string(measure("max_prob").missing(bare)) ==
          "not defined without logits, probabilities or confidence");

  const predictions::PredictionSet confident = test::set_without_outputs({0, 1}, {0, 0}, {0.9, 0.6});
  REQUIRE(measure("entropy").missing(confident) != nullptr);
  REQUIRE(measure("max_prob").missing(confident) == nullptr);
  REQUIRE(measure("max_prob").scores(confident)[1] == Approx(0.4));

  predictions::PredictionSet single = three_classes();
  single.top_k = 1;
  REQUIRE(std::string(measure("margin").missing(single)) == "not defined for a single class");
}

TEST_CASE("the energy is minus the logarithm of the summed exponentials, of logits only", "[routing]") {
  const std::vector<float> logits{1, 2, 3, -50, -50, -50};
  const predictions::PredictionSet set = predictions::prediction_set_from_logits("logits", {2, 0}, logits);
  REQUIRE(energy_score().name == "energy");
  REQUIRE(energy_score().missing(set) == nullptr);
  const RoutingScores scores = energy_score().scores(set);
  REQUIRE(scores[0] == Approx(-std::log(std::exp(1.0) + std::exp(2.0) + std::exp(3.0))).epsilon(1e-14));
  REQUIRE(scores[1] == Approx(50 - std::log(3.0)).epsilon(1e-14));  // small logits want the cloud
  REQUIRE_THAT(energy_score().missing(three_classes()), Catch::Matchers::Contains("not defined"));
}
