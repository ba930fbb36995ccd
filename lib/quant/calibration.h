#pragma once

#include <span>
#include <vector>

#include "quant/folded_weights.h"
#include "quant/graph.h"

namespace hybrid::quant {

/// The range of a tensor that int8 represents; contains 0, which padding and relu need exactly.
struct Range {
  float lowest = 0;
  float highest = 0;
  bool operator==(const Range&) const = default;
};

/// How a range is chosen: a narrower range has finer steps but clips more values. On MCUNet-5FPS the
/// accuracies of the three rules differ by less than half a percentage point, so the simplest is the default.
enum class RangeRule {
  min_max,      ///< the range of the observed values: no clipping
  percentile,   ///< this share of the non-zero values is inside, half of the rest on each side
  least_error,  ///< the range with the least mean squared error of the observed values
};

struct Calibration {
  RangeRule rule = RangeRule::min_max;
  double percentile = 99.99;  ///< in (0, 100]
  int threads = 1;            ///< does not change the result
};

/// Returns the range of each tensor of the graph over representative images [n, channels, height, width].
/// They need not be held out, but must not be from the test set.
/// @throws Infeasible if a value is not finite
std::vector<Range> calibrate(const Graph& graph, std::span<const FoldedConvolution> folded,
                             std::span<const float> images, const Calibration& calibration);

}  // namespace hybrid::quant
