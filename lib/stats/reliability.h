#pragma once
// Whether predictions mean what they say: sorted into bins, the mean prediction of each bin against the mean
// of what came true (reliability diagram), and how far apart they are on average (expected calibration error;
// Guo et al. 2017, "On Calibration of Modern Neural Networks", Eq. 3). Their bins are of equal width; ours of
// equal mass, because few inputs are likely to need the cloud and gains have no fixed range: most bins of
// equal width would be empty.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace hybrid::stats {

inline constexpr std::size_t kReliabilityBins = 15;

struct ReliabilityBin {
  std::int64_t count = 0;
  double predicted = 0;  ///< mean prediction
  double observed = 0;   ///< mean of what came true
};

/// At most kReliabilityBins bins in the order of the predictions, each with as nearly n / kReliabilityBins
/// examples as ties allow: equal predictions are never parted, so the rows' order does not matter. O(n log
/// n). Requires equal lengths and predictions that are numbers.
std::vector<ReliabilityBin> reliability(std::span<const double> predicted, std::span<const double> observed);

/// Sum over bins of count / n * |predicted - observed|; nothing without bins.
std::optional<double> expected_calibration_error(std::span<const ReliabilityBin> bins);

}  // namespace hybrid::stats
