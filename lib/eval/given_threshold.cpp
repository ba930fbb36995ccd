#include "eval/given_threshold.h"

#include <cmath>
#include <limits>

#include "core/error.h"

namespace hybrid::eval {

bool told_as_probability(const Method& method) {
  return method.measure.starts_with("max_prob") || method.measure.starts_with("margin");
}

double told_threshold(const Method& method, double value) {
  return told_as_probability(method) ? 1 - value : value;
}

TunedPoint point_at_threshold(double threshold, const RoutingProblem& problem, const Method& method,
                              const MethodCosts& costs, const PointOptions& options) {
  HYBRID_CHECK(method.kind == MethodKind::scored, "{} has no threshold", method.name());
  const auto rule = [threshold](const TuningPart& part) {
    constexpr double kAll = -std::numeric_limits<double>::infinity();
    return routing::raised({.value = kAll, .tuned_coverage = 0}, threshold, part.scores);
  };
  TunedPoint tuned{.point = operating_point_by(rule, folds_of(problem, method), costs, options),
                   .threshold = threshold};
  if (std::isfinite(threshold)) tuned.point.threshold = threshold;
  return tuned;
}

}  // namespace hybrid::eval
