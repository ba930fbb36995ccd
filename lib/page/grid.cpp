#include "page/grid.h"

#include <algorithm>
#include <variant>

#include "core/error.h"
#include "eval/certification_part.h"
#include "eval/certified_tuning.h"
#include "eval/own_methods.h"
#include "page/words.h"

namespace hybrid::page {

namespace {

/// Further methods are drawn through every tenth point.
constexpr int kCurveStride = 10;

std::vector<eval::Fold> folds_for(const eval::RoutingProblem& problem, const MethodGrid& grid) {
  return grid.measured.confidence ? eval::certification_folds(problem, *grid.method)
                                  : eval::folds_of(problem, *grid.method);
}

std::vector<routing::Threshold> thresholds_at(std::span<const eval::Fold> folds, double coverage,
                                              const MethodGrid& grid) {
  const eval::ThresholdRule rule =
      eval::coverage_rule(coverage, grid.method->meaning, grid.measured.confidence);
  std::vector<routing::Threshold> thresholds;
  for (const auto& fold : folds)
    thresholds.push_back(rule(eval::tuning_part(fold, grid.costs, grid.measured.recalibrate)));
  return thresholds;
}

GridPoint point_at(int step, const eval::RoutingProblem& problem, const MethodGrid& grid,
                   std::span<const eval::Fold> folds) {
  const auto tuned = [&](double coverage) {
    return eval::tune({.coverage = coverage}, problem, *grid.method, folds, grid.costs, grid.measured);
  };
  eval::Tuning tuning = tuned(coverage_at(step));
  const auto* refusal = std::get_if<eval::Refusal>(&tuning);
  const bool uncertified =
      refusal != nullptr && refusal->reason == eval::Refusal::Reason::uncertified_coverage;
  if (uncertified) tuning = tuned(1);  // which holds without any example
  return {.step = step,
          .tuned = std::get<eval::TunedPoint>(std::move(tuning)),
          .uncertified = uncertified,
          .verdicts = {}};
}

MethodGrid method_grid(const RunPage& run, const eval::Method& method, bool chosen) {
  const eval::RoutingProblem& problem = run.problem;
  MethodGrid grid{.method = &method,
                  .label = label_of(problem, method),
                  .costs = eval::costs_of(problem, method, run.profile, run.workload),
                  .measured = run.measured,
                  .chosen = chosen,
                  .points = {}};
  if (eval::refusal_to_certify({.coverage = 1}, problem, method, run.measured)) grid.measured.confidence = {};
  const std::vector<eval::Fold> folds = folds_for(problem, grid);
  const routing::Outcomes* right = chosen ? right_answers(run) : nullptr;
  for (int step = 0; step <= kSteps; step += chosen ? 1 : kCurveStride) {
    GridPoint point = point_at(step, problem, grid, folds);
    if (right != nullptr)
      point.verdicts =
          audit::count(audit::decide(problem, method, thresholds_at(folds, coverage_at(step), grid), *right));
    grid.points.push_back(std::move(point));
  }
  return grid;
}

eval::OperatingPoint alone(const RunPage& run, eval::MethodKind kind, const std::string& variant) {
  const eval::Method method{
      .measure = "", .kind = kind, .variant = variant, .tune = {}, .test = {}, .router_macs = 0};
  return eval::operating_point(run.problem, method, {}, 1,
                               eval::costs_of(run.problem, method, run.profile, run.workload));
}

/// Returns the methods that can be chosen: on the default method's base, the main ones first, then own
/// scores.
std::vector<const eval::Method*> chosen_methods(const eval::RoutingProblem& problem) {
  const eval::Method& main = eval::default_method(problem);
  std::vector<const eval::Method*> chosen{&main};
  const auto add = [&](const eval::Method* method, std::size_t most) {
    if (method != nullptr && method->kind == eval::MethodKind::scored && method->variant == main.variant &&
        chosen.size() < most && std::ranges::find(chosen, method) == chosen.end())
      chosen.push_back(method);
  };
  for (const auto* measure : eval::kMainMeasures) add(problem.find(measure, main.variant), kMaxChosen);
  for (const auto& method : problem.methods)
    if (eval::is_own(method)) add(&method, kMaxChosenWithOwn);
  for (const auto& method : problem.methods) add(&method, kMaxChosen);
  return chosen;
}

}  // namespace

double coverage_at(int step) {
  return (kSteps - step) / static_cast<double>(kSteps);
}

const routing::Outcomes* right_answers(const RunPage& run) {
  if (run.examples) return &run.examples->right;
  const eval::Method& main = eval::default_method(run.problem);
  return run.problem.accuracy.plain() ? &run.problem.variant_of(main).test : nullptr;
}

Grid grid_of(const RunPage& run) {
  const auto chosen = chosen_methods(run.problem);
  const std::string& variant = chosen.front()->variant;
  Grid grid{.device = alone(run, eval::MethodKind::on_device, variant),
            .cloud = alone(run, eval::MethodKind::on_cloud, variant),
            .methods = {}};
  for (const auto* method : chosen) grid.methods.push_back(method_grid(run, *method, true));
  for (const auto& method : run.problem.methods)
    if (method.kind != eval::MethodKind::on_device && method.kind != eval::MethodKind::on_cloud &&
        std::ranges::find(chosen, &method) == chosen.end())
      grid.methods.push_back(method_grid(run, method, false));
  return grid;
}

std::vector<audit::Decision> default_decisions(const RunPage& run, const Grid& grid,
                                               const routing::Outcomes& right) {
  const MethodGrid& main = grid.main();
  const std::vector<eval::Fold> folds = folds_for(run.problem, main);
  return audit::decide(run.problem, *main.method, thresholds_at(folds, coverage_at(kDefaultStep), main),
                       right);
}

}  // namespace hybrid::page
