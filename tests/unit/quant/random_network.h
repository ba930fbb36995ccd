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

inline arch::Activation draw_activation(Rng& rng) {
  return std::vector{arch::Activation::none, arch::Activation::relu, arch::Activation::relu6}[rng.below(3)];
}

/// Dense, grouped or depthwise.
inline arch::ConvSpec draw_convolution(Rng& rng, int inputs) {
  arch::ConvSpec conv{
      .kernel = 2 * draw(rng, 0, 3) + 1, .stride = draw(rng, 1, 2), .activation = draw_activation(rng)};
  conv.groups = draw(rng, 0, 1) ? inputs : draw(rng, 0, 1) && inputs % 2 == 0 ? 2 : 1;
  conv.channels = conv.groups * draw(rng, 1, conv.groups == inputs ? 2 : 10);
  conv.batch_norm = draw(rng, 0, 2) > 0;
  conv.bias = !conv.batch_norm || draw(rng, 0, 1);
  return conv;
}

/// Some layers of every kind that int8 inference knows.
inline arch::ArchSpec draw_network(Rng& rng) {
  arch::ArchSpec spec{.measure = "random",
                      .input = {draw(rng, 1, 4), draw(rng, 1, 9), draw(rng, 1, 9)},
                      .classes = 5,
                      .layers = {}};
  int channels = spec.input.channels;
  for (int i = draw(rng, 1, 3); i > 0; --i) {
    const arch::ConvSpec first = draw_convolution(rng, channels);
    const int kind = draw(rng, 0, 3);
    if (kind == 0) {
      spec.layers.push_back(first);
      channels = first.channels;
    } else if (kind == 1) {  // identity on the shortcut
      arch::ConvSpec widen{.channels = 2 * channels, .activation = draw_activation(rng)};
      arch::ConvSpec narrow{.channels = channels, .kernel = 3, .activation = arch::Activation::none};
      spec.layers.push_back(
          arch::BlockSpec{.body = {widen, narrow}, .projection = {}, .activation = draw_activation(rng)});
    } else if (kind == 2) {  // convolution on the shortcut
      arch::ConvSpec shortcut{
          .channels = first.channels, .stride = first.stride, .activation = arch::Activation::none};
      spec.layers.push_back(
          arch::BlockSpec{.body = {first}, .projection = shortcut, .activation = draw_activation(rng)});
      channels = first.channels;
    } else {  // none
      arch::ConvSpec last = first;
      last.activation = arch::Activation::none;
      spec.layers.push_back(arch::BlockSpec{
          .body = {last}, .shortcut = false, .projection = {}, .activation = draw_activation(rng)});
      channels = first.channels;
    }
  }
  if (draw(rng, 0, 1)) spec.layers.push_back(arch::GlobalAveragePoolSpec{});
  if (draw(rng, 0, 1))
    spec.layers.push_back(arch::LinearSpec{.outputs = 7, .activation = draw_activation(rng)});
  spec.layers.push_back(arch::LinearSpec{.outputs = spec.classes});
  return spec;
}

inline std::vector<float> draw_numbers(Rng& rng, std::int64_t count, double mean, double deviation) {
  std::vector<float> numbers;
  for (std::int64_t i = 0; i < count; ++i)
    numbers.push_back(static_cast<float>(mean + deviation * rng.normal()));
  return numbers;
}

inline quant::FloatWeights draw_weights(Rng& rng, const arch::ArchSpec& spec) {
  quant::FloatWeights weights;
  const quant::Graph graph = quant::lower(spec);
  for (const quant::Operation& operation : graph.operations) {
    const auto* convolution = std::get_if<quant::Convolution>(&operation);
    if (!convolution) continue;
    const arch::ConvSpec& conv = convolution->spec;
    const std::int64_t window =
        quant::input_of(graph, *convolution).channels / conv.groups * std::int64_t{conv.kernel} * conv.kernel;
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
