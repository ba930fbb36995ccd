#include "eval/shown_curves.h"

#include <algorithm>

namespace hybrid::eval {

namespace {

/// Returns the methods, the default first.
std::vector<const Method*> shown_methods(const RoutingProblem& problem) {
  std::vector<const Method*> methods;
  const auto add = [&](const Method* method) {
    if (method != nullptr && std::ranges::find(methods, method) == methods.end()) methods.push_back(method);
  };
  if (std::ranges::find(problem.methods, MethodKind::scored, &Method::kind) != problem.methods.end())
    add(&default_method(problem));
  add(problem.find("max_prob"));
  add(problem.find("max_prob", kControl));
  add(problem.find("random"));
  return methods;
}

}  // namespace

std::vector<ShownCurve> shown_curves(const RoutingProblem& problem, const config::EvaluationConfig& config,
                                     const cost::SystemProfile& profile, const cost::Workload& workload) {
  constexpr int kSteps = 20;
  std::vector<ShownCurve> curves;
  for (const Method* method : shown_methods(problem)) {
    ShownCurve curve{.method = method->name(),
                     .kind = method->kind,
                     .is_default = curves.empty() && method->kind == MethodKind::scored,
                     .points = {}};
    const auto folds = folds_of(problem, *method);
    const MethodCosts costs = costs_of(problem, *method, profile, workload);
    for (int step = kSteps; step >= 0; --step)
      curve.points.push_back(operating_point(problem, *method, folds, static_cast<double>(step) / kSteps,
                                             costs, {.recalibrate = config.recalibrate}));
    curves.push_back(std::move(curve));
  }
  return curves;
}

}  // namespace hybrid::eval
