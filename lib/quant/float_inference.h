#pragma once

#include <span>
#include <vector>

#include "quant/folded_weights.h"
#include "quant/graph.h"

namespace hybrid::quant {

/// Runs a graph in float32, one image at a time, and keeps every tensor for calibration. Not thread-safe;
/// copies are independent.
class FloatInference {
 public:
  /// @param folded one for each operation, from fold()
  FloatInference(Graph graph, std::span<const FoldedConvolution> folded);

  /// Runs one image [channels, height, width]. Returns the logits, valid until the next run.
  std::span<const float> run(std::span<const float> image);
  /// Returns a tensor [height, width, channels] of the last run.
  std::span<const float> tensor(int id) const { return tensors_[static_cast<std::size_t>(id)]; }

 private:
  void run(const Convolution& convolution, const FoldedConvolution& folded);
  void run(const Sum& sum, const FoldedConvolution&);
  void run(const Mean& mean, const FoldedConvolution&);

  Graph graph_;
  std::vector<FoldedConvolution> folded_;  // weights in the order [kernel, kernel, inputs / groups, outputs]
  std::vector<std::vector<float>> tensors_;
};

}  // namespace hybrid::quant
