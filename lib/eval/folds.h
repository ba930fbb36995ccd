#pragma once
// Every figure of a method is a mean over folds: thresholds chosen on a fold's tuning part are measured on
// its test part. An ordinary problem has one fold. A cross-fitted one has two, in which the halves swap
// roles, so every example is measured once and never with a threshold chosen on it. The rest of eval/ does
// not depend on the halves. Tested against a reference implementation that decides example by example
// (tests/reference/folds.h).

#include <cstddef>
#include <span>
#include <vector>

#include "eval/deferral_curve.h"
#include "eval/routing_problem.h"

namespace hybrid::eval {

struct Fold {
  routing::RoutingScores tune_scores;
  routing::Outcomes tune;
  routing::RoutingScores test_scores;
  routing::Outcomes test;
  std::vector<std::size_t> tune_rows, test_rows;  ///< indices into the problem's examples
  double weight = 1;                              ///< share of all test examples; the weights sum to 1
  DeferralCurve curve;                            ///< trade-off on the test part
};

/// Returns the folds of a scored method, or of random, which has equal scores. Empty for the other kinds,
/// which have nothing to tune.
std::vector<Fold> folds_of(const RoutingProblem& problem, const Method& method);

/// Returns the accuracy at exactly this coverage in the test part of every fold, in expectation over ties.
double matched_accuracy(std::span<const Fold> folds, double coverage);

/// Returns the expected utility of each final prediction at that coverage (the probability that it is right),
/// fold by fold in the order of the rows; matched_accuracy is its mean.
std::vector<double> expected_utility(std::span<const Fold> folds, double coverage);

/// Returns the area under accuracy over coverage in [0, 1] (AUDC).
double area(std::span<const Fold> folds);

}  // namespace hybrid::eval
