#include "eval/full_curves.h"

#include "eval/folds.h"

namespace hybrid::eval {

std::vector<FullCurve> full_curves(const RoutingProblem& problem) {
  std::vector<FullCurve> all;
  for (const auto& method : problem.methods) {
    FullCurve full{.method = method.name(), .has_thresholds = method.kind == MethodKind::scored};
    for (auto& fold : folds_of(problem, method)) full.curves.push_back(std::move(fold.curve));
    if (!full.curves.empty()) all.push_back(std::move(full));
  }
  return all;
}

}  // namespace hybrid::eval
