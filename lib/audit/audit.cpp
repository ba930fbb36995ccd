#include "audit/audit.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "audit/warnings.h"
#include "core/error.h"

namespace hybrid {

namespace {

/// Examples that are in both halves; rows are those of the pair.
Duplicates duplicates_of_halves(const PredictionPair& pair, const std::vector<std::uint8_t>& half) {
  std::array<std::vector<std::size_t>, 2> rows;
  for (std::size_t i = 0; i < half.size(); ++i) rows.at(half[i]).push_back(i);
  Duplicates found = find_duplicates(select(pair, rows[0]), select(pair, rows[1]));
  for (auto* list : {&found.same_id, &found.reused_id, &found.same_outputs})
    for (auto& duplicate : *list)
      duplicate = {.tune_row = rows[0][duplicate.tune_row], .test_row = rows[1][duplicate.test_row]};
  return found;
}

/// Whom the method is compared with: max_prob on the same base; max_prob itself with entropy, and where there is neither
/// with sending nothing.
const Method* opponent_of(const RoutingProblem& problem, const Method& method) {
  const std::string& suffix = problem.variant_of(method).suffix;
  for (const auto* measure : {"max_prob", "entropy"}) {
    const auto found = std::ranges::find(problem.methods, suffixed(measure, suffix), &Method::name);
    if (found != problem.methods.end() && &*found != &method) return &*found;
  }
  return nullptr;
}

}  // namespace

Audit audit(const AuditTask& task) {
  // Right or wrong is what is audited here, whatever the problem's utility.
  RoutingProblem problem = task.problem;
  const Method& method = problem.method(task.method);
  HYBRID_CHECK(method.kind != MethodKind::scored || method.test.size() == task.test.size(),
               "{} scores, {} examples", method.test.size(), task.test.size());
  const PredictionPair& tune = problem.exchanged() ? task.test : task.tune;
  BaseVariant& variant = problem.variants.at(method.variant);
  variant.tune = {correct(tune.base), correct(tune.cloud)};
  variant.test = {correct(task.test.base), correct(task.test.cloud)};

  Audit result{.method = method.name,
               .target_coverage = task.coverage,
               .exchanged = problem.exchanged(),
               .n_tune = tune.size()};
  result.thresholds = fold_thresholds(problem, method, task.coverage);
  result.decisions = decide(problem, method, result.thresholds, variant.test);
  const VerdictCounts& verdicts = result.verdicts = count(result.decisions);
  const std::size_t n = task.test.size();
  const auto proportion = [&](const std::vector<double>& right) {
    return Proportion{std::accumulate(right.begin(), right.end(), 0.0), static_cast<double>(n)};
  };
  result.base = proportion(variant.test.base_value);
  result.cloud = proportion(variant.test.cloud_value);
  result.routed = {result.base.successes + static_cast<double>(verdicts[Verdict::sent_helped]) -
                       static_cast<double>(verdicts[Verdict::harmful_send]),
                   static_cast<double>(n)};
  // Whatever was kept or sent: the cloud helps or harms where exactly one of the two is right.
  std::int64_t helpful = 0, harmful = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const double gain = variant.test.cloud_value[i] - variant.test.base_value[i];
    helpful += gain > 0 ? 1 : 0;
    harmful += gain < 0 ? 1 : 0;
  }
  result.cloud_better_p = mcnemar_exact(helpful, harmful);

  std::vector<Slicing> slicings = default_slicings(task.test.base, task.class_names);
  slicings.insert(slicings.end(), task.slicings.begin(), task.slicings.end());
  result.slices = audit_slices(slicings, result.decisions);

  result.duplicates = problem.exchanged() ? duplicates_of_halves(task.test, problem.half)
                                          : find_duplicates(task.tune, task.test);
  if (!problem.exchanged() && !task.split_at_random) {
    result.base_jump = accuracy_jump(task.tune.base, task.test.base);
    result.cloud_jump = accuracy_jump(task.tune.cloud, task.test.cloud);
  }
  result.label_noise = find_label_noise(task.test);

  const std::vector<Fold> folds = folds_of(problem, method);
  for (std::size_t f = 0; f < folds.size(); ++f)
    result.drift.push_back(threshold_drift(folds[f], result.thresholds[f]));
  const Method* opponent = opponent_of(problem, method);
  const double against_coverage = opponent != nullptr ? task.coverage : 1;
  const auto against_folds = folds_of(problem, opponent != nullptr ? *opponent : method);
  result.resolution = resolution_of(expected_right(folds, task.coverage),
                                    expected_right(against_folds, against_coverage), task.claim);
  result.resolution.method = method.name;
  result.resolution.against = opponent != nullptr ? opponent->name : "on_device";
  result.warnings = warnings_of(task, result);
  return result;
}

}  // namespace hybrid
