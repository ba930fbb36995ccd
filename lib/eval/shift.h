#pragma once
// How far tuning carries: what a threshold gives on the tuning part against what it gives on test. Were both
// samples of one distribution, the two coverages would differ by a standard error of sqrt(c (1 - c) (1 /
// n_tune + 1 / n_test)); a difference of many of them says that the test data are others than the tuning
// data.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "eval/routing_problem.h"

namespace hybrid::eval {

struct CarriedThreshold {
  std::string method;
  double target_coverage = 1;
  double tuned_coverage = 1;        ///< on the tuning part
  double coverage = 1;              ///< on test
  double standard_error = 0;        ///< of their difference, expected without shift
  std::optional<double> deviation;  ///< coverage - tuned_coverage in standard errors; nothing where that is 0
  double tune_accuracy = 0;         ///< of the final answers, with this threshold
  double test_accuracy = 0;

  bool is_shifted() const { return deviation && (*deviation > 3 || *deviation < -3); }
};

/// Of these scored methods at each coverage. Requires a problem that is not cross-fitted: halves of one set
/// differ by chance alone.
std::vector<CarriedThreshold> carried_thresholds(const RoutingProblem& problem,
                                                 std::span<const std::string> methods,
                                                 std::span<const double> coverages);

}  // namespace hybrid::eval
