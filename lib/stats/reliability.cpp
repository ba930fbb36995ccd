#include "stats/reliability.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/error.h"

namespace hybrid::stats {

std::vector<ReliabilityBin> reliability(std::span<const double> predicted, std::span<const double> observed) {
  const std::size_t n = predicted.size();
  HYBRID_CHECK(observed.size() == n, "{} predictions, {} observations", n, observed.size());
  std::vector<std::size_t> ascending(n);
  std::iota(ascending.begin(), ascending.end(), std::size_t{0});
  std::ranges::sort(ascending, {}, [&](std::size_t i) { return predicted[i]; });

  std::vector<ReliabilityBin> bins;
  // Bins of equal mass end at edge * n / kReliabilityBins, or after the ties that cross this end.
  std::size_t edge = 0;
  for (std::size_t begin = 0; begin < n;) {
    while (edge * n / kReliabilityBins <= begin) ++edge;
    std::size_t end = edge * n / kReliabilityBins;
    while (end < n && predicted[ascending[end]] == predicted[ascending[end - 1]]) ++end;
    ReliabilityBin sum{.count = static_cast<std::int64_t>(end - begin)};
    for (std::size_t i = begin; i < end; ++i) {
      sum.predicted += predicted[ascending[i]];
      sum.observed += observed[ascending[i]];
    }
    sum.predicted /= static_cast<double>(sum.count);
    sum.observed /= static_cast<double>(sum.count);
    bins.push_back(sum);
    begin = end;
  }
  return bins;
}

std::optional<double> expected_calibration_error(std::span<const ReliabilityBin> bins) {
  double error = 0;
  std::int64_t n = 0;
  for (const auto& bin : bins) {
    error += static_cast<double>(bin.count) * std::abs(bin.predicted - bin.observed);
    n += bin.count;
  }
  if (n == 0) return std::nullopt;
  return error / static_cast<double>(n);
}

}  // namespace hybrid::stats
