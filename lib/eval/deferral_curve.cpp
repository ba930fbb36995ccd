#include "eval/deferral_curve.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "core/error.h"

namespace hybrid::eval {

DeferralCurve deferral_curve(std::span<const double> scores, const routing::Outcomes& outcomes) {
  const std::size_t n = scores.size();
  HYBRID_CHECK(n > 0 && outcomes.size() == n, "{} scores, {} outcomes", n, outcomes.size());
  std::vector<std::size_t> by_score(n);
  std::iota(by_score.begin(), by_score.end(), std::size_t{0});
  std::ranges::sort(by_score, [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });

  DeferralCurve curve{.n = static_cast<std::int64_t>(n)};
  double value = std::accumulate(outcomes.base_value.begin(), outcomes.base_value.end(), 0.0);
  curve.cuts.push_back({0, value, scores[by_score[0]]});
  for (std::size_t i = 0; i < n;) {
    const double score = scores[by_score[i]];
    for (; i < n && scores[by_score[i]] == score; ++i)
      value += outcomes.cloud_value[by_score[i]] - outcomes.base_value[by_score[i]];
    const double next = i < n ? scores[by_score[i]] : -std::numeric_limits<double>::infinity();
    curve.cuts.push_back({static_cast<std::int64_t>(i), value, next});
  }
  return curve;
}

CurvePlace DeferralCurve::at(double coverage) const {
  const double sent = (1 - coverage) * static_cast<double>(n);
  const auto above =
      std::ranges::lower_bound(cuts, sent, {}, [](const Cut& c) { return static_cast<double>(c.sent); });
  if (above == cuts.begin()) return {cuts.front(), cuts.front(), 0};
  if (above == cuts.end()) return {cuts.back(), cuts.back(), 1};
  const Cut& low = *(above - 1);
  return {low, *above, (sent - static_cast<double>(low.sent)) / static_cast<double>(above->sent - low.sent)};
}

double DeferralCurve::accuracy_at(double coverage) const {
  const auto [low, high, share] = at(coverage);
  return (low.value + share * (high.value - low.value)) / static_cast<double>(n);
}

double DeferralCurve::area() const {
  double doubled = 0;
  for (std::size_t i = 1; i < cuts.size(); ++i)
    doubled += static_cast<double>(cuts[i].sent - cuts[i - 1].sent) * (cuts[i].value + cuts[i - 1].value);
  return doubled / 2 / static_cast<double>(n) / static_cast<double>(n);
}

double average_performance_gap_recovered(double area, const routing::OutcomeShares& shares) {
  const double gap = shares.cloud_accuracy - shares.base_accuracy;
  if (gap == 0) return std::numeric_limits<double>::quiet_NaN();
  return (area - shares.base_accuracy) / gap;
}

}  // namespace hybrid::eval
