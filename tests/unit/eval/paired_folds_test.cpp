#include "eval/paired_folds.h"

#include <catch2/catch.hpp>

#include "core/error.h"

using namespace hybrid;
using namespace hybrid::eval;

namespace {

Fold fold_of(routing::RoutingScores scores, std::vector<double> base, std::vector<double> cloud) {
  return {.tune_scores = {},
          .tune = {},
          .test_scores = std::move(scores),
          .test = {std::move(base), std::move(cloud)}};
}

}  // namespace

TEST_CASE("final answers are the cloud's above the largest cut that keeps the coverage", "[eval]") {
  const std::vector<Fold> folds{fold_of({1, 2, 2, 3}, {10, 11, 12, 13}, {20, 21, 22, 23}),
                                fold_of({5, 4}, {14, 15}, {24, 25})};
  const FinalPredictions half = final_predictions(folds, 0.5);  // two of the first would split the tie
  REQUIRE(half.sent == 2);
  REQUIRE(half.value == std::vector<double>{10, 11, 12, 23, 24, 15});
  REQUIRE(final_predictions(folds, 1).value == std::vector<double>{10, 11, 12, 13, 14, 15});
  REQUIRE(final_predictions(folds, 0).value == std::vector<double>{20, 21, 22, 23, 24, 25});
}

TEST_CASE("discordant answers are counted by which is worth more", "[eval]") {
  const FinalPredictions first{.sent = 2, .value = {1, 0, 0.5, 1, 0}},
      second{.sent = 2, .value = {0, 1, 1, 1, 1}};
  const Discordant counts = discordant(first, second);
  REQUIRE((counts.first_better == 1 && counts.second_better == 3));
  REQUIRE(mcnemar(first, second) == stats::mcnemar_exact(1, 3));
  REQUIRE_FALSE(mcnemar(first, {.sent = 3, .value = second.value}).has_value());
  REQUIRE_THROWS_AS(discordant(first, {.sent = 2, .value = {1}}), InternalError);
}
