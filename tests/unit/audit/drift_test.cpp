#include "audit/drift.h"

#include <catch2/catch.hpp>
#include <cmath>

using namespace hybrid;
using namespace hybrid::audit;

namespace {

eval::Fold fold_of(routing::RoutingScores tune, routing::RoutingScores test) {
  return {.tune_scores = std::move(tune), .test_scores = std::move(test)};
}

predictions::PredictionSet set_with(int right, int wrong) {
  predictions::PredictionSet set;
  set.labels.assign(static_cast<std::size_t>(right + wrong), 0);
  set.predicted.assign(static_cast<std::size_t>(right), 0);
  set.predicted.resize(set.labels.size(), 1);
  return set;
}

}  // namespace

TEST_CASE("coverage drift is measured in the standard errors of two samples", "[audit]") {
  const eval::Fold fold = fold_of({1, 2, 3, 4, 5}, {1, 2, 2.5, 3.5, 4, 4.5, 5, 6, 7, 8});
  const ThresholdDrift drift = threshold_drift(fold, routing::threshold_for_coverage(fold.tune_scores, 0.6));
  REQUIRE(drift.tuned_coverage == 0.6);
  REQUIRE(drift.coverage == Approx(0.3));
  REQUIRE(drift.standard_error == Approx(std::sqrt(0.6 * 0.4 * (1.0 / 5 + 1.0 / 10))));
  REQUIRE(drift.deviation() == Approx(-0.3 / drift.standard_error));
  REQUIRE(drift.scores.distance == Approx(0.3));
}

TEST_CASE("a tuning part that is kept as a whole has the standard error of both parts", "[audit]") {
  const eval::Fold same = fold_of({1, 2}, {1, 2});
  REQUIRE(threshold_drift(same, routing::threshold_for_coverage(same.tune_scores, 1)).deviation() == 0);
  const eval::Fold higher = fold_of({1, 2}, {1, 3});
  REQUIRE(threshold_drift(higher, routing::threshold_for_coverage(higher.tune_scores, 1)).deviation() ==
          Approx(-0.5 / std::sqrt(0.75 * 0.25 * (1.0 / 2 + 1.0 / 2))));
}

TEST_CASE("an accuracy jump is one-sided: better on the tuning part", "[audit]") {
  const AccuracyJump seen = accuracy_jump(set_with(85, 15), set_with(70, 30));
  REQUIRE(seen.tune.share() == 0.85);
  REQUIRE(seen.test.share() == 0.7);
  REQUIRE(seen.p == Approx(0.005542583190301342));
  REQUIRE(accuracy_jump(set_with(70, 30), set_with(85, 15)).p > 0.99);
}
