#include "eval/router_metrics.h"

#include <catch2/catch.hpp>
#include <vector>

#include "core/error.h"
#include "core/seed.h"
#include "reference/router_metrics.h"
#include "unit/routing/tiny_sets.h"

using namespace hybrid;
using namespace hybrid::eval;
using test::outcomes_from;

TEST_CASE("the metrics have their numbers", "[eval]") {
  // Worth sending: the first and the third. Scores in order: +, -, +, -.
  const std::vector<double> scores{4, 3, 2, 1};
  const std::vector<double> probability{1, 0.5, 0.5, 0};
  const RouterMetrics metrics = router_metrics(scores, probability, outcomes_from("0101", "1111"));
  REQUIRE(*metrics.auroc == 0.75);
  REQUIRE(*metrics.average_precision == Approx((1 + 2.0 / 3) / 2));
  REQUIRE(*metrics.brier == Approx((0 + 0.25 + 0.25 + 0) / 4));
}

TEST_CASE("scores that tell nothing have half the ROC area and the share's precision", "[eval]") {
  const RouterMetrics metrics =
      router_metrics(std::vector<double>(4, 1.0), {}, outcomes_from("0111", "1111"));
  REQUIRE(*metrics.auroc == 0.5);
  REQUIRE(*metrics.average_precision == 0.25);
  REQUIRE_FALSE(metrics.brier);
}

TEST_CASE("what needs both labels is left out where one is missing", "[eval]") {
  const std::vector<double> scores{1, 2};
  const RouterMetrics none = router_metrics(scores, scores, outcomes_from("11", "10"));
  REQUIRE_FALSE(none.auroc);
  REQUIRE_FALSE(none.average_precision);
  REQUIRE(none.brier);
  const RouterMetrics all = router_metrics(scores, {}, outcomes_from("00", "11"));
  REQUIRE_FALSE(all.auroc);
  REQUIRE(*all.average_precision == 1);
}

TEST_CASE("an example that both get wrong is not worth sending", "[eval]") {
  REQUIRE_FALSE(router_metrics(std::vector<double>{1, 2}, {}, outcomes_from("00", "00")).average_precision);
}

TEST_CASE("on random scores the metrics equal their definitions over all pairs", "[eval]") {
  Rng rng(2);
  for (int repeat = 0; repeat < 200; ++repeat) {
    std::vector<double> scores(1 + rng.below(40));
    routing::Outcomes outcomes;
    for (double& s : scores) {
      s = static_cast<double>(rng.below(12));
      outcomes.base_value.push_back(rng.below(2) == 1);
      outcomes.cloud_value.push_back(rng.below(4) > 0);
    }
    const RouterMetrics metrics = router_metrics(scores, {}, outcomes);
    const auto auroc = reference::auroc(scores, outcomes);
    const auto precision = reference::average_precision(scores, outcomes);
    REQUIRE(metrics.auroc.has_value() == auroc.has_value());
    REQUIRE(metrics.average_precision.has_value() == precision.has_value());
    if (auroc) REQUIRE(*metrics.auroc == Approx(*auroc));
    if (precision) REQUIRE(*metrics.average_precision == Approx(*precision));
  }
}

TEST_CASE("metrics of nothing, or of unequal lengths, are a fault of the caller", "[eval]") {
  REQUIRE_THROWS_AS(router_metrics({}, {}, {}), InternalError);
  REQUIRE_THROWS_AS(router_metrics(std::vector<double>{1, 2}, {}, outcomes_from("1", "1")), InternalError);
}
