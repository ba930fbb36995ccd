#include "audit/verdicts.h"

#include <numeric>

#include "core/error.h"
#include "eval/folds.h"
#include "eval/tuning_part.h"

namespace hybrid::audit {

std::string_view name_of(Verdict verdict) {
  return kVerdictNames.at(static_cast<std::size_t>(verdict));
}

Verdict verdict_of(routing::Route route, bool base_right, bool cloud_right) {
  if (route == routing::Route::device) {
    if (base_right) return Verdict::kept_right;
    return cloud_right ? Verdict::missed_help : Verdict::kept_wrong_both;
  }
  if (base_right == cloud_right) return Verdict::useless_send;
  return cloud_right ? Verdict::sent_helped : Verdict::harmful_send;
}

std::size_t VerdictCounts::total() const {
  return std::accumulate(of.begin(), of.end(), std::size_t{0});
}

std::size_t VerdictCounts::sent() const {
  const VerdictCounts& counts = *this;
  return counts[Verdict::sent_helped] + counts[Verdict::useless_send] + counts[Verdict::harmful_send];
}

double VerdictCounts::share(Verdict verdict) const {
  return static_cast<double>((*this)[verdict]) / static_cast<double>(total());
}

double VerdictCounts::coverage() const {
  return 1 - static_cast<double>(sent()) / static_cast<double>(total());
}

VerdictCounts count(std::span<const Decision> decisions) {
  VerdictCounts counts;
  for (const auto& decision : decisions) counts.add(decision.verdict);
  return counts;
}

std::vector<routing::Threshold> fold_thresholds(const eval::RoutingProblem& problem,
                                                const eval::Method& method, double coverage) {
  if (method.kind != eval::MethodKind::scored)
    throw InvalidArgument(
        fmt::format("{} decides without a score and so has no decisions to audit; give a method with "
                    "scores, such as max_prob",
                    method.name()));
  std::vector<routing::Threshold> thresholds;
  for (const auto& fold : eval::folds_of(problem, method))
    thresholds.push_back(eval::coverage_threshold(fold.tune_scores, coverage, method.meaning));
  return thresholds;
}

std::vector<Decision> decide(const eval::RoutingProblem& problem, const eval::Method& method,
                             std::span<const routing::Threshold> thresholds, const routing::Outcomes& right) {
  const std::size_t n = method.test.size();
  HYBRID_CHECK(right.size() == n && thresholds.size() == (problem.cross_fitted() ? 2U : 1U),
               "{} scores, {} outcomes, {} thresholds", n, right.size(), thresholds.size());
  std::vector<Decision> decisions(n);
  for (std::size_t i = 0; i < n; ++i) {
    Decision& decision = decisions[i];
    decision.score = method.test[i];
    decision.threshold = thresholds[problem.cross_fitted() ? problem.half[i] : 0].value;
    decision.route = decision.score > decision.threshold ? routing::Route::cloud : routing::Route::device;
    decision.verdict = verdict_of(decision.route, right.base_value[i] > 0, right.cloud_value[i] > 0);
  }
  return decisions;
}

}  // namespace hybrid::audit
