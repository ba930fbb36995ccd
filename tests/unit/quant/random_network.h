#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "arch/arch_spec.h"
#include "core/seed.h"
#include "quant/folded_weights.h"

namespace hybrid::test {

inline int draw(Rng& rng, int least, int most) {
  return least + static_cast<int>(rng.below(static_cast<std::uint64_t>(most - least + 1)));
}

inline Activation draw_activation(Rng& rng) {
  return std::vector{Activation::none, Activation::relu, Activation::relu6}[rng.below(3)];
}

/// Dense, grouped or depthwise.
inline ConvSpec draw_convolution(Rng& rng, int inputs) {
  ConvSpec conv{
      .kernel = 2 * draw(rng, 0, 3) + 1, .stride = draw(rng, 1, 2), .activation = draw_activation(rng)};
  conv.groups = draw(rng, 0, 1) ? inputs : draw(rng, 0, 1) && inputs % 2 == 0 ? 2 : 1;
  conv.channels = conv.groups * draw(rng, 1, conv.groups == inputs ? 2 : 10);
  conv.batch_norm = draw(rng, 0, 2) > 0;
  conv.bias = !conv.batch_norm || draw(rng, 0, 1);
  return conv;
}

/// Some layers of every kind that int8 inference knows.
inline ArchSpec draw_network(Rng& rng) {
  ArchSpec spec{.measure = "random",
                .input = {draw(rng, 1, 4), draw(rng, 1, 9), draw(rng, 1, 9)},
                .classes = 5,
                .layers = {}};
  int channels = spec.input.channels;
  for (int i = draw(rng, 1, 3); i > 0; --i) {
    const ConvSpec first = draw_convolution(rng, channels);
    const int kind = draw(rng, 0, 3);
    if (kind == 0) {
      spec.layers.push_back(first);
      channels = first.channels;
    } else if (kind == 1) {  // identity on the shortcut
      ConvSpec widen{.channels = 2 * channels, .activation = draw_activation(rng)};
      ConvSpec narrow{.channels = channels, .kernel = 3, .activation = Activation::none};
      spec.layers.push_back(
          BlockSpec{.body = {widen, narrow}, .projection = {}, .activation = draw_activation(rng)});
    } else if (kind == 2) {  // convolution on the shortcut
      ConvSpec shortcut{.channels = first.channels, .stride = first.stride, .activation = Activation::none};
      spec.layers.push_back(
          BlockSpec{.body = {first}, .projection = shortcut, .activation = draw_activation(rng)});
      channels = first.channels;
    } else {  // none
      ConvSpec last = first;
      last.activation = Activation::none;
      spec.layers.push_back(
          BlockSpec{.body = {last}, .shortcut = false, .projection = {}, .activation = draw_activation(rng)});
      channels = first.channels;
    }
  }
  if (draw(rng, 0, 1)) spec.layers.push_back(GlobalAveragePoolSpec{});
  if (draw(rng, 0, 1)) spec.layers.push_back(LinearSpec{.outputs = 7, .activation = draw_activation(rng)});
  spec.layers.push_back(LinearSpec{.outputs = spec.classes});
  return spec;
}

inline std::vector<float> draw_numbers(Rng& rng, std::int64_t count, double mean, double deviation) {
  std::vector<float> numbers;
  for (std::int64_t i = 0; i < count; ++i)
    numbers.push_back(static_cast<float>(mean + deviation * rng.normal()));
  return numbers;
}

inline FloatWeights draw_weights(Rng& rng, const ArchSpec& spec) {
  FloatWeights weights;
  const Graph graph = lower(spec);
  for (const Operation& operation : graph.operations) {
    const auto* convolution = std::get_if<Convolution>(&operation);
    if (!convolution) continue;
    const ConvSpec& conv = convolution->spec;
    const std::int64_t window =
        input_of(graph, *convolution).channels / conv.groups * std::int64_t{conv.kernel} * conv.kernel;
    const std::string name = convolution->name + (convolution->fully_connected ? "" : ".conv");
    weights[name + ".weight"] =
        draw_numbers(rng, conv.channels * window, 0, 1 / std::sqrt(static_cast<double>(window)));
    if (conv.bias) weights[name + ".bias"] = draw_numbers(rng, conv.channels, 0, 0.3);
    if (!conv.batch_norm) continue;
    const std::string norm = convolution->name + ".norm.";
    weights[norm + "weight"] = draw_numbers(rng, conv.channels, 1, 0.1);
    weights[norm + "bias"] = draw_numbers(rng, conv.channels, 0.2, 0.3);
    weights[norm + "running_mean"] = draw_numbers(rng, conv.channels, 0, 0.3);
    weights[norm + "running_var"] = draw_numbers(rng, conv.channels, 1, 0.05);
  }
  return weights;
}

}  // namespace hybrid::test
