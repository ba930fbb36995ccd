#include "eval/full_curves.h"

#include <cmath>

#include "eval/folds.h"

namespace hybrid::eval {

namespace {

std::vector<FullCurvePoint> points_of(const DeferralCurve& curve, MethodKind kind) {
  const auto n = static_cast<double>(curve.n);
  std::vector<FullCurvePoint> points;
  for (const auto& cut : curve.cuts) {
    FullCurvePoint point{.sent = cut.sent,
                         .coverage = 1 - static_cast<double>(cut.sent) / n,
                         .threshold = {},
                         .accuracy = cut.value / n};
    if (kind == MethodKind::scored && std::isfinite(cut.threshold)) point.threshold = cut.threshold;
    points.push_back(point);
  }
  return points;
}

}  // namespace

std::vector<FullCurve> full_curves(const RoutingProblem& problem) {
  std::vector<FullCurve> all;
  for (const auto& method : problem.methods) {
    FullCurve full{.method = method.name(), .folds = {}};
    for (const auto& fold : folds_of(problem, method))
      full.folds.push_back(points_of(fold.curve, method.kind));
    if (!full.folds.empty()) all.push_back(std::move(full));
  }
  return all;
}

}  // namespace hybrid::eval
