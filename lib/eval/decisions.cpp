#include "eval/decisions.h"

#include <algorithm>

#include "core/error.h"

namespace hybrid::eval {

Decisions decisions_at(std::span<const Fold> folds, std::span<const double> thresholds) {
  HYBRID_CHECK(folds.size() == thresholds.size(), "{} folds, {} thresholds", folds.size(), thresholds.size());
  std::size_t n = 0, n_sent = 0;
  for (const auto& fold : folds) n += fold.test_scores.size();
  Decisions decisions{.sent = std::vector<double>(n, 0.0)};
  for (std::size_t f = 0; f < folds.size(); ++f)
    for (std::size_t i = 0; i < folds[f].test_scores.size(); ++i)
      if (folds[f].test_scores[i] > thresholds[f]) {
        decisions.sent[folds[f].test_rows[i]] = 1;
        ++n_sent;
      }
  decisions.coverage = static_cast<double>(n - n_sent) / static_cast<double>(n);
  return decisions;
}

Decisions expected_decisions(const RoutingProblem& problem, const Method& method, double target_coverage) {
  const routing::Outcomes& test = problem.variant_of(method).test;
  const std::size_t n = test.size();
  switch (method.kind) {
    case MethodKind::on_device:
      return {.sent = std::vector<double>(n, 0.0), .coverage = 1};
    case MethodKind::on_cloud:
      return {.sent = std::vector<double>(n, 1.0), .coverage = 0, .device_runs = false};
    case MethodKind::random:
      return {.sent = std::vector<double>(n, 1 - target_coverage), .coverage = target_coverage};
    case MethodKind::oracle: {
      const double helpful = routing::shares(test).helpful;
      const double sent = std::min(1 - target_coverage, helpful);
      Decisions decisions{.sent = std::vector<double>(n, 0.0), .coverage = 1 - sent};
      for (std::size_t i = 0; i < n; ++i)
        if (test.cloud_value[i] > test.base_value[i]) decisions.sent[i] = sent / helpful;
      return decisions;
    }
    case MethodKind::scored:
      break;
  }
  HYBRID_CHECK(false, "the decisions of '{}' are by its thresholds", method.name());
  return {};
}

}  // namespace hybrid::eval
