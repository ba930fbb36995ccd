#include "routing/certified_threshold.h"

#include <catch2/catch.hpp>
#include <limits>

#include "core/seed.h"
#include "reference/binomial.h"

using namespace hybrid;
using namespace hybrid::routing;

TEST_CASE("the accuracy's sequence begins with sending everything and ends at the first failure",
          "[certified]") {
  const RoutingScores scores{0.1, 0.2, 0.3, 0.4, 0.5};
  const Outcomes outcomes{.base_value = {1, 0, 1, 1, 0}, .cloud_value = {1, 1, 0, 0, 1}};
  // All sent: 3 right; then 3, 2, 3, 4, 3.
  const auto threshold = certified_accuracy_threshold(scores, outcomes, 3);
  REQUIRE(threshold);
  CHECK(threshold->value == 0.1);
  CHECK(threshold->tuned_coverage == 0.2);
  // The cut with 4 right is not reached.
  CHECK_FALSE(certified_accuracy_threshold(scores, outcomes, 4));
  CHECK(certified_accuracy_threshold(scores, outcomes, 2)->value == 0.5);
  CHECK(certified_accuracy_threshold({{1, 1}}, {{0, 0}, {1, 1}}, 1)->value ==
        -std::numeric_limits<double>::infinity());
}

TEST_CASE("the accuracy's threshold is the naive one, also with ties", "[certified]") {
  Rng rng = SeedTree(5).at("certified").rng();
  for (int trial = 0; trial < 3000; ++trial) {
    const std::size_t n = 1 + rng.below(8);
    RoutingScores scores;
    Outcomes outcomes;
    for (std::size_t i = 0; i < n; ++i) {
      scores.push_back(double(rng.below(5)));
      outcomes.base_value.push_back(double(rng.below(2)));
      outcomes.cloud_value.push_back(rng.below(4) > 0 ? 1 : 0);
    }
    for (std::size_t needed = 0; needed <= n + 1; ++needed) {
      const auto fast = certified_accuracy_threshold(scores, outcomes, needed);
      const auto naive = reference::certified_accuracy_threshold(scores, outcomes, needed);
      REQUIRE(fast.has_value() == naive.has_value());
      if (!fast) continue;
      CHECK(fast->value == naive->value);
      CHECK(fast->tuned_coverage == naive->tuned_coverage);
    }
  }
}
