#include "eval/abstention.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/error.h"
#include "eval/tuning_part.h"

namespace hybrid::eval {

namespace {

AbstentionPoint point_at(std::span<const Fold> folds, std::span<const RiskCoverageCurve> curves,
                         double coverage) {
  AbstentionPoint point{.target_coverage = coverage};
  std::size_t n = 0, accepted = 0;
  double right = 0, matched = 0;
  for (std::size_t f = 0; f < folds.size(); ++f) {
    const Fold& fold = folds[f];
    // Nothing is sent, so the scores are used as ranks, even if they are expected gains.
    const double threshold = coverage_threshold(fold.tune_scores, coverage, ScoreMeaning::rank).value;
    if (folds.size() == 1 && std::isfinite(threshold)) point.threshold = threshold;
    for (std::size_t i = 0; i < fold.test_scores.size(); ++i)
      if (fold.test_scores[i] <= threshold) {
        ++accepted;
        right += fold.test.base_value[i];
      }
    n += fold.test_scores.size();
    if (const auto risk = curves[f].risk_at(coverage)) matched += fold.weight * (1 - *risk);
  }
  const auto count = static_cast<double>(accepted);
  point.coverage = count / static_cast<double>(n);
  if (accepted > 0) {
    point.accuracy = right / count;
    point.accuracy_ci = stats::wilson(right, count);
  }
  if (coverage > 0) point.matched_accuracy = matched;
  return point;
}

}  // namespace

RiskCoverageCurve risk_coverage_curve(std::span<const double> scores, std::span<const double> right) {
  const std::size_t n = scores.size();
  HYBRID_CHECK(n > 0 && right.size() == n, "{} scores, {} predictions", n, right.size());
  std::vector<std::size_t> by_score(n);
  std::iota(by_score.begin(), by_score.end(), std::size_t{0});
  std::ranges::sort(by_score, [&](std::size_t a, std::size_t b) { return scores[a] < scores[b]; });
  RiskCoverageCurve curve{.cuts = {{0, 0, -std::numeric_limits<double>::infinity()}}};
  std::int64_t errors = 0;
  for (std::size_t i = 0; i < n;) {
    const double score = scores[by_score[i]];
    for (; i < n && scores[by_score[i]] == score; ++i) {
      const double value = right[by_score[i]];
      HYBRID_CHECK(value == 0 || value == 1, "a utility of {}", value);
      errors += value == 0 ? 1 : 0;
    }
    curve.cuts.push_back({static_cast<std::int64_t>(i), errors, score});
  }
  return curve;
}

std::optional<double> RiskCoverageCurve::risk_at(double coverage) const {
  const double accepted = coverage * static_cast<double>(n());
  if (accepted <= 0) return std::nullopt;
  const auto high = std::ranges::lower_bound(
      cuts, accepted, {}, [](const RiskCut& cut) { return static_cast<double>(cut.accepted); });
  if (high == cuts.end()) return static_cast<double>(cuts.back().errors) / static_cast<double>(n());
  const RiskCut& low = *(high - 1);
  const double share =
      (accepted - static_cast<double>(low.accepted)) / static_cast<double>(high->accepted - low.accepted);
  const double errors =
      static_cast<double>(low.errors) + share * static_cast<double>(high->errors - low.errors);
  return errors / accepted;
}

double RiskCoverageCurve::aurc() const {
  double sum = 0;
  for (std::size_t i = 1; i < cuts.size(); ++i) {
    // Within a group of equal scores, the expected error rate of every prediction is the group's.
    const double rate = static_cast<double>(cuts[i].errors - cuts[i - 1].errors) /
                        static_cast<double>(cuts[i].accepted - cuts[i - 1].accepted);
    for (std::int64_t k = cuts[i - 1].accepted + 1; k <= cuts[i].accepted; ++k)
      sum +=
          (static_cast<double>(cuts[i - 1].errors) + rate * static_cast<double>(k - cuts[i - 1].accepted)) /
          static_cast<double>(k);
  }
  return sum / static_cast<double>(n());
}

double RiskCoverageCurve::augrc() const {
  std::int64_t doubled = 0;
  for (std::size_t i = 1; i < cuts.size(); ++i)
    doubled += (cuts[i].accepted - cuts[i - 1].accepted) * (cuts[i].errors + cuts[i - 1].errors);
  const auto count = static_cast<double>(n());
  return static_cast<double>(doubled) / 2 / count / count;
}

double optimal_aurc(double error) {
  HYBRID_CHECK(error >= 0 && error <= 1, "{} errors", error);
  return error == 1 ? 1 : error + (1 - error) * std::log1p(-error);
}

double optimal_augrc(double error) {
  return error * error / 2;
}

AbstentionResult abstention(std::span<const Fold> folds, std::span<const double> coverages) {
  AbstentionResult result;
  std::vector<RiskCoverageCurve> curves;
  for (const auto& fold : folds) {
    curves.push_back(risk_coverage_curve(fold.test_scores, fold.test.base_value));
    const double error = *curves.back().risk_at(1);
    const double aurc = curves.back().aurc();
    result.aurc += fold.weight * aurc;
    result.excess_aurc += fold.weight * (aurc - optimal_aurc(error));
    result.augrc += fold.weight * curves.back().augrc();
  }
  for (const double coverage : coverages) result.points.push_back(point_at(folds, curves, coverage));
  return result;
}

}  // namespace hybrid::eval
