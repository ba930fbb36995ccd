#pragma once

#include <span>
#include <vector>

#include "quant/folded_weights.h"
#include "quant/graph.h"

namespace hybrid {

/// The values of a tensor that int8 shall reach; contains 0, which padding and relu need exactly.
struct Range {
  float lowest = 0;
  float highest = 0;
  bool operator==(const Range&) const = default;
};

/// How far values outside of a range are given up for finer steps inside. On MCUNet-5FPS the three are within
/// half a point of accuracy of each other, so that the simplest is the default.
enum class RangeRule {
  min_max,      ///< not at all: the range of what was seen
  percentile,   ///< that share of the values other than 0 is inside, half of the rest on each side
  least_error,  ///< the range with the least mean squared error over what was seen
};

struct Calibration {
  RangeRule rule = RangeRule::min_max;
  double percentile = 99.99;  ///< in (0, 100]
  int threads = 1;            ///< the result does not depend on it
};

/// The range of each of the graph's tensors over images [n, channels, height, width] that stand for what the
/// network will see; held-out images are not needed, images of the test set are not allowed.
/// @throws Infeasible where a tensor is not finite.
std::vector<Range> calibrate(const Graph& graph, std::span<const FoldedConvolution> folded,
                             std::span<const float> images, const Calibration& calibration);

}  // namespace hybrid
