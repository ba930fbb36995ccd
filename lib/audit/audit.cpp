#include "audit/audit.h"

#include <algorithm>
#include <array>

#include "audit/warnings.h"
#include "core/error.h"

namespace hybrid::audit {

namespace {

/// Returns the examples that occur in both halves, by rows of the pair.
Duplicates duplicates_of_halves(const predictions::PredictionPair& pair,
                                const std::vector<std::uint8_t>& half) {
  std::array<std::vector<std::size_t>, 2> rows;
  for (std::size_t i = 0; i < half.size(); ++i) rows.at(half[i]).push_back(i);
  Duplicates found = find_duplicates(predictions::select(pair, rows[0]), predictions::select(pair, rows[1]));
  for (auto* list : {&found.same_id, &found.reused_id, &found.same_outputs})
    for (auto& duplicate : *list)
      duplicate = {.tune_row = rows[0][duplicate.tune_row], .test_row = rows[1][duplicate.test_row]};
  return found;
}

/// Returns the method to compare with: the first of kBaselineMeasures on the same base that it is not itself;
/// null if there is none, for on_device.
const eval::Method* opponent_of(const eval::RoutingProblem& problem, const eval::Method& method) {
  for (const auto* measure : eval::kBaselineMeasures)
    if (const eval::Method* found = problem.find(measure, method.variant);
        found != nullptr && found != &method)
      return found;
  return nullptr;
}

Resolution resolution_at(const eval::RoutingProblem& problem, const eval::Method& method, double coverage,
                         std::optional<double> claim) {
  const eval::Method* opponent = opponent_of(problem, method);
  const auto right = eval::expected_utility(eval::folds_of(problem, method), coverage);
  const auto opponent_right = opponent != nullptr
                                  ? eval::expected_utility(eval::folds_of(problem, *opponent), coverage)
                                  : eval::expected_utility(eval::folds_of(problem, method), 1);
  Resolution resolution = resolution_of(right, opponent_right, claim);
  resolution.method = method.name();
  resolution.against = opponent != nullptr ? opponent->name() : "on_device";
  return resolution;
}

/// Adds the accuracies.
/// @param right whether base and cloud are right
void add_accuracies(Audit& result, const routing::Outcomes& right) {
  const auto n = static_cast<double>(right.size());
  double base = 0, cloud = 0;
  std::int64_t helpful = 0, harmful = 0;
  for (std::size_t i = 0; i < right.size(); ++i) {
    base += right.base_value[i];
    cloud += right.cloud_value[i];
    helpful += right.cloud_value[i] > right.base_value[i] ? 1 : 0;
    harmful += right.cloud_value[i] < right.base_value[i] ? 1 : 0;
  }
  const auto gains = static_cast<double>(result.verdicts[Verdict::sent_helped]);
  const auto harms = static_cast<double>(result.verdicts[Verdict::harmful_send]);
  result.base = {base, n};
  result.cloud = {cloud, n};
  result.routed = {base + gains - harms, n};
  const auto interval = [](const stats::Proportion& p) { return stats::wilson(p.successes, p.n); };
  result.base_ci = interval(result.base);
  result.cloud_ci = interval(result.cloud);
  result.routed_ci = interval(result.routed);
  result.cloud_better_p = stats::mcnemar_exact(helpful, harmful);
}

}  // namespace

Audit audit(const AuditTask& task) {
  // The audit uses correctness, whatever the problem's utility.
  eval::RoutingProblem problem = task.problem;
  const eval::Method& method = problem.method(task.method);
  HYBRID_CHECK(method.kind != eval::MethodKind::scored || method.test.size() == task.test.size(),
               "{} scores, {} examples", method.test.size(), task.test.size());
  const predictions::PredictionPair& tune = problem.cross_fitted() ? task.test : task.tune;
  eval::BaseVariant& variant =
      *std::ranges::find(problem.variants, method.variant, &eval::BaseVariant::suffix);
  variant.tune = {predictions::correct(tune.base), predictions::correct(tune.cloud)};
  variant.test = {predictions::correct(task.test.base), predictions::correct(task.test.cloud)};

  Audit result{.method = method.name(),
               .target_coverage = task.coverage,
               .cross_fitted = problem.cross_fitted(),
               .n_tune = tune.size()};
  result.thresholds = fold_thresholds(problem, method, task.coverage);
  result.decisions = decide(problem, method, result.thresholds, variant.test);
  result.verdicts = count(result.decisions);
  add_accuracies(result, variant.test);
  std::vector<Slicing> slicings = default_slicings(task.test.base, task.class_names);
  slicings.insert(slicings.end(), task.slicings.begin(), task.slicings.end());
  result.slices = audit_slices(slicings, result.decisions);

  result.duplicates = problem.cross_fitted() ? duplicates_of_halves(task.test, problem.half)
                                             : find_duplicates(task.tune, task.test);
  if (!problem.cross_fitted() && !task.split_at_random) {
    result.base_jump = accuracy_jump(task.tune.base, task.test.base);
    result.cloud_jump = accuracy_jump(task.tune.cloud, task.test.cloud);
  }
  result.label_noise = find_label_noise(task.test);
  for (std::size_t f = 0; const auto& fold : eval::folds_of(problem, method))
    result.drift.push_back(threshold_drift(fold, result.thresholds[f++]));
  result.resolution = resolution_at(problem, method, task.coverage, task.claim);
  result.warnings = warnings_of(task, result);
  return result;
}

}  // namespace hybrid::audit
