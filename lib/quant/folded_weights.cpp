#include "quant/folded_weights.h"

#include <cmath>

#include "core/error.h"

namespace hybrid::quant {
namespace {

const std::vector<float>& find(const FloatWeights& weights, const std::string& name, std::int64_t size) {
  const auto found = weights.find(name);
  if (found == weights.end()) throw Infeasible(fmt::format("no weights called '{}' to quantise", name));
  if (static_cast<std::int64_t>(found->second.size()) != size)
    throw Infeasible(fmt::format("'{}' has {} numbers, expected {}", name, found->second.size(), size));
  return found->second;
}

/// Batch norm as y = x * factor + offset.
struct Affine {
  std::vector<double> factors;
  std::vector<double> offsets;
};

Affine batch_norm(const Convolution& convolution, const FloatWeights& weights) {
  const auto channels = static_cast<std::size_t>(convolution.spec.channels);
  Affine affine{std::vector<double>(channels, 1.0), std::vector<double>(channels, 0.0)};
  if (!convolution.spec.batch_norm) return affine;
  const auto get = [&](const char* what) -> const std::vector<float>& {
    return find(weights, convolution.name + ".norm." + what, convolution.spec.channels);
  };
  const auto &scale = get("weight"), &shift = get("bias"), &mean = get("running_mean"),
             &variance = get("running_var");
  for (std::size_t c = 0; c < channels; ++c) {
    affine.factors[c] = double{scale[c]} / std::sqrt(double{variance[c]} + convolution.spec.norm_epsilon);
    affine.offsets[c] = double{shift[c]} - double{mean[c]} * affine.factors[c];
  }
  return affine;
}

}  // namespace

FoldedConvolution fold(const Convolution& convolution, const arch::Shape& input,
                       const FloatWeights& weights) {
  const arch::ConvSpec& spec = convolution.spec;
  // A fully connected layer reads the flattened [channels, height, width] of PyTorch: a kernel of the image's
  // size.
  const arch::Shape window = convolution.fully_connected
                                 ? input
                                 : arch::Shape{input.channels / spec.groups, spec.kernel, spec.kernel};
  const std::string name = convolution.name + (convolution.fully_connected ? "" : ".conv");
  const std::vector<float>& from = find(weights, name + ".weight", spec.channels * window.elements());
  const std::vector<float>* bias = spec.bias ? &find(weights, name + ".bias", spec.channels) : nullptr;
  const Affine norm = batch_norm(convolution, weights);

  FoldedConvolution folded;
  folded.weights.reserve(from.size());
  const int places = window.height * window.width;
  for (int out = 0; out < spec.channels; ++out) {
    const auto o = static_cast<std::size_t>(out);
    const float* kernel = from.data() + out * window.elements();
    for (int place = 0; place < places; ++place)
      for (int in = 0; in < window.channels; ++in)
        folded.weights.push_back(static_cast<float>(norm.factors[o] * double{kernel[in * places + place]}));
    const double own = bias ? double{(*bias)[o]} : 0.0;
    folded.biases.push_back(static_cast<float>(norm.offsets[o] + norm.factors[o] * own));
  }
  return folded;
}

std::vector<FoldedConvolution> fold(const Graph& graph, const FloatWeights& weights) {
  std::vector<FoldedConvolution> folded(graph.operations.size());
  for (std::size_t i = 0; i < folded.size(); ++i)
    if (const auto* convolution = std::get_if<Convolution>(&graph.operations[i]))
      folded[i] = fold(*convolution, graph.tensors[static_cast<std::size_t>(convolution->input)], weights);
  return folded;
}

}  // namespace hybrid::quant
