#pragma once
// Distribution shift between the tuning and the test part, seen in the coverage of one threshold on both. If
// both were samples of one distribution, the difference would have a standard error of sqrt(c (1 - c) (1 /
// n_tune + 1 / n_test)); a difference of many standard errors indicates that the test data differ from the
// tuning data.

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
  double tuned_coverage = 1;  ///< on the tuning part
  double coverage = 1;        ///< on test
  double standard_error = 0;  ///< of their difference without shift
  /// coverage - tuned_coverage in standard errors; std::nullopt if the standard error is 0.
  std::optional<double> deviation;
  double tune_accuracy = 0;  ///< of the final predictions, with this threshold
  double test_accuracy = 0;

  bool is_shifted() const { return deviation && (*deviation > 3 || *deviation < -3); }
};

/// Returns the results of these scored methods at each coverage. Requires a problem that is not cross-fitted:
/// halves of one set differ by chance alone.
std::vector<CarriedThreshold> carried_thresholds(const RoutingProblem& problem,
                                                 std::span<const std::string> methods,
                                                 std::span<const double> coverages);

}  // namespace hybrid::eval
