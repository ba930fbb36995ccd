#pragma once

#include <map>
#include <string>
#include <vector>

#include "quant/graph.h"

namespace hybrid {

/// A trained network's parameters and batch norm statistics by their names in nets/network.h, each in
/// PyTorch's order: "layers.3.body.1.conv.weight" is [outputs, inputs / groups, kernel, kernel].
using FloatWeights = std::map<std::string, std::vector<float>>;

/// A convolution with its batch norm folded into it: w x + b.
struct FoldedConvolution {
  std::vector<float> weights;  ///< [outputs, kernel, kernel, inputs / groups]: TensorFlow Lite's order
  std::vector<float> biases;   ///< [outputs]
};

/// @throws Infeasible where a parameter is missing or has another size, by name.
FoldedConvolution fold(const Convolution& convolution, const Shape& input, const FloatWeights& weights);

/// One for each of the graph's convolutions, in order; nothing in the places of other operations.
std::vector<FoldedConvolution> fold(const Graph& graph, const FloatWeights& weights);

}  // namespace hybrid
