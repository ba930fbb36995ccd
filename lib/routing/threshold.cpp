#include "routing/threshold.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "core/error.h"

namespace hybrid::routing {

namespace {

constexpr double kMinusInfinity = -std::numeric_limits<double>::infinity();

double coverage_at(std::span<const double> scores, double threshold) {
  const std::size_t kept = scores.size() - count_sent(scores, threshold);
  return static_cast<double>(kept) / static_cast<double>(scores.size());
}

}  // namespace

std::size_t count_sent(std::span<const double> scores, double threshold) {
  return static_cast<std::size_t>(std::ranges::count_if(scores, [&](double s) { return s > threshold; }));
}

Threshold threshold_for_coverage(std::span<const double> scores, double coverage) {
  HYBRID_CHECK(!scores.empty() && coverage >= 0 && coverage <= 1, "{} scores, coverage {}", scores.size(),
               coverage);
  // 0.7 * 10 may be 7.000000000000001 where 7 is meant.
  const double exact = coverage * static_cast<double>(scores.size());
  const auto rank = static_cast<std::size_t>(std::max(0.0, std::ceil(exact - 1e-9)));
  Threshold threshold{.value = kMinusInfinity, .target_coverage = coverage, .tuned_coverage = 0};
  if (rank > 0) {
    std::vector<double> sorted(scores.begin(), scores.end());
    const auto nth = sorted.begin() + static_cast<std::ptrdiff_t>(rank - 1);
    std::nth_element(sorted.begin(), nth, sorted.end());
    threshold.value = *nth;
    threshold.tuned_coverage = coverage_at(scores, threshold.value);
  }
  return threshold;
}

Threshold raised(Threshold threshold, double least, std::span<const double> scores) {
  if (threshold.value >= least) return threshold;
  threshold.value = least;
  threshold.tuned_coverage = coverage_at(scores, least);
  return threshold;
}

std::optional<Threshold> threshold_for_accuracy(std::span<const double> scores, const Outcomes& outcomes,
                                                double accuracy) {
  const std::size_t n = scores.size();
  HYBRID_CHECK(n > 0 && outcomes.size() == n, "{} scores, {} outcomes", n, outcomes.size());
  std::vector<std::size_t> by_score(n);
  std::iota(by_score.begin(), by_score.end(), std::size_t{0});
  std::ranges::sort(by_score, [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });

  const double needed = accuracy * static_cast<double>(n) - 1e-9;
  double right = std::accumulate(outcomes.base_value.begin(), outcomes.base_value.end(), 0.0);
  // Starting from "nothing sent", one group of equal scores after another.
  for (std::size_t sent = 0;;) {
    if (right >= needed) {
      const double value = sent == n ? kMinusInfinity : scores[by_score[sent]];
      const double kept_share = static_cast<double>(n - sent) / static_cast<double>(n);
      return Threshold{.value = value, .target_coverage = kept_share, .tuned_coverage = kept_share};
    }
    if (sent == n) return std::nullopt;
    const double group = scores[by_score[sent]];
    for (; sent < n && scores[by_score[sent]] == group; ++sent)
      right += outcomes.cloud_value[by_score[sent]] - outcomes.base_value[by_score[sent]];
  }
}

}  // namespace hybrid::routing
