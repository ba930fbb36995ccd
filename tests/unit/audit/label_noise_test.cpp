#include "audit/label_noise.h"

#include <catch2/catch.hpp>

#include "core/seed.h"

using namespace hybrid;
using namespace hybrid::audit;

namespace {

/// Two calibrated models of ten classes that see the same example; labels are changed with probability
/// `noise`.
predictions::PredictionPair calibrated_pair(double noise, std::size_t n = 4000) {
  Rng rng = SeedTree(7).at("label noise").rng();
  predictions::PredictionPair pair;
  for (std::size_t i = 0; i < n; ++i) {
    const auto label = static_cast<std::int32_t>(rng.below(10));
    const auto wrong = static_cast<std::int32_t>((static_cast<std::uint64_t>(label) + 1 + rng.below(9)) % 10);
    const bool is_noisy = rng.uniform() < noise;
    // The base's doubt comes from the example, so both models err together.
    const double confidence = 0.5 + rng.uniform() / 2;
    const auto answer = rng.uniform() < confidence ? label : wrong;
    for (auto* set : {&pair.base, &pair.cloud}) {
      set->labels.push_back(is_noisy ? static_cast<std::int32_t>((label + 5) % 10) : label);
      set->predicted.push_back(answer);
      set->confidence.push_back(confidence);
    }
  }
  return pair;
}

}  // namespace

TEST_CASE("a confident answer that both give against the label is suspicious", "[audit]") {
  predictions::PredictionPair pair;
  pair.base.labels = pair.cloud.labels = {0, 0, 0, 1, 1, 1, 0};
  pair.base.predicted = {0, 0, 1, 1, 1, 1, 1};
  pair.cloud.predicted = {0, 0, 0, 1, 1, 1, 1};
  pair.base.confidence = {0.9, 0.7, 0.99, 0.6, 0.8, 1, 0.9};  // t of class 1: 0.8
  pair.cloud.confidence = {0.9, 0.7, 0.99, 0.6, 0.8, 1, 0.85};
  const auto noise = find_label_noise(pair);
  REQUIRE(noise);
  // Agreed and at least the class's mean: row 0 (0.9 against 0.8), 4, 5, 6; row 2 is answered differently.
  REQUIRE(noise->agreed == 4);
  REQUIRE(noise->suspicious == std::vector<std::size_t>{6});
  REQUIRE(noise->admitted == Approx(0.1 + 0.2 + 0 + 0.1));
  REQUIRE(noise->at_least == 0);  // one of four may be chance
}

TEST_CASE("the surest come first", "[audit]") {
  predictions::PredictionPair pair;
  for (auto* set : {&pair.base, &pair.cloud}) {
    set->labels = {0, 1, 1, 1};
    set->predicted = {0, 0, 0, 0};
    set->confidence = {0.5, 0.6, 0.9, 0.7};
  }
  REQUIRE(find_label_noise(pair)->suspicious == std::vector<std::size_t>{2, 3, 1});
}

TEST_CASE("calibrated models find no noise where there is none, and a part of what there is", "[audit]") {
  REQUIRE(find_label_noise(calibrated_pair(0))->at_least < 0.002);
  const double found = find_label_noise(calibrated_pair(0.1))->at_least;
  REQUIRE(found > 0.02);
  REQUIRE(found < 0.1);
}

TEST_CASE("a model without confidences counts as sure, two of them tell nothing", "[audit]") {
  predictions::PredictionPair pair = calibrated_pair(0.1);
  const auto both = find_label_noise(pair);
  pair.cloud.confidence.clear();
  REQUIRE(find_label_noise(pair)->suspicious == both->suspicious);
  pair.base.confidence.clear();
  REQUIRE_FALSE(find_label_noise(pair));
}
