#pragma once

#include <map>
#include <string>
#include <vector>

#include "quant/graph.h"

namespace hybrid::quant {

/// A trained network's parameters and batch norm statistics by their names in nets/network.h, each in
/// PyTorch's order: "layers.3.body.1.conv.weight" is [outputs, inputs / groups, kernel, kernel].
using FloatWeights = std::map<std::string, std::vector<float>>;

/// A convolution with folded batch norm: w x + b.
struct FoldedConvolution {
  std::vector<float> weights;  ///< [outputs, kernel, kernel, inputs / groups]: TensorFlow Lite's order
  std::vector<float> biases;   ///< [outputs]
};

/// Folds the batch norm into one convolution.
/// @throws Infeasible naming a parameter that is missing or has the wrong size
FoldedConvolution fold(const Convolution& convolution, const arch::Shape& input, const FloatWeights& weights);

/// Folds every convolution of the graph. Returns one entry per operation, empty for other operations.
std::vector<FoldedConvolution> fold(const Graph& graph, const FloatWeights& weights);

}  // namespace hybrid::quant
