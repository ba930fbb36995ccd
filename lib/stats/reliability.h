#pragma once
// Calibration of predictions: the mean prediction of each bin against the observed mean (reliability
// diagram), and their average distance (expected calibration error; Guo et al. 2017, "On Calibration of
// Modern Neural Networks", Eq. 3). Their bins have equal width; bins here have equal mass (Nguyen & O'Connor
// 2015, "Posterior calibration and exploratory analysis for natural language processing models"), because few
// inputs are likely to need the cloud and gains have no fixed range, so most bins of equal width would be
// empty.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace hybrid::stats {

inline constexpr std::size_t kReliabilityBins = 15;

struct ReliabilityBin {
  std::int64_t count = 0;
  double predicted = 0;  ///< mean prediction
  double observed = 0;   ///< observed mean
};

/// Returns at most kReliabilityBins bins in the order of the predictions, each as close to n /
/// kReliabilityBins examples as ties allow: equal predictions are never separated, so the rows' order does
/// not matter. O(n log n). Requires equal lengths and no NaN.
std::vector<ReliabilityBin> reliability(std::span<const double> predicted, std::span<const double> observed);

/// Returns the sum over bins of count / n * |predicted - observed|.
/// @return std::nullopt without bins
std::optional<double> expected_calibration_error(std::span<const ReliabilityBin> bins);

}  // namespace hybrid::stats
