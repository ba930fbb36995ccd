#pragma once
// Every figure of a method is a mean over folds: what is chosen on a fold's tuning part is measured on its
// test part. An ordinary problem is one fold. An cross-fitted one is two, in which the halves swap their
// parts, so that every example is measured once and never with a threshold that it took part in choosing.
// Nothing else in eval/ knows of halves. Tested against a twin that decides example by example
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
  std::vector<std::size_t> tune_rows, test_rows;  ///< which of the problem's examples these are
  double weight = 1;                              ///< its share of all test examples; all folds together 1
  DeferralCurve curve;                            ///< the whole trade-off on the test part
};

/// The folds of a method with a curve: scored, or random, which is sending by equal scores. Empty for the
/// other kinds, which have nothing to tune.
std::vector<Fold> folds_of(const RoutingProblem& problem, const Method& method);

/// Accuracy with exactly this coverage in the test part of every fold, in expectation across ties.
double matched_accuracy(std::span<const Fold> folds, double coverage);

/// The probability that each final answer is right then, fold by fold in the order of the rows:
/// matched_accuracy is its mean.
std::vector<double> expected_right(std::span<const Fold> folds, double coverage);

/// Area under accuracy over coverage in [0, 1] (AUDC).
double area(std::span<const Fold> folds);

}  // namespace hybrid::eval
