#include "arch/count.h"

#include <algorithm>

#include "core/error.h"

namespace hybrid::arch {
namespace {

/// The position of a layer, and how many numbers are in memory besides its input and output while it runs.
struct Place {
  std::string name;
  std::int64_t kept = 0;
};

/// Visits the layers in execution order and appends one LayerCount for each that is not a block.
class Counter {
 public:
  /// Returns the shape of the last layer's output. The first layer of a block reads the block's input itself;
  /// during the later ones that input, of `block_input` numbers, stays in memory.
  Shape walk(const std::vector<LayerSpec>& layers, Shape shape, const Place& block,
             std::int64_t block_input) {
    for (std::size_t i = 0; i < layers.size(); ++i) {
      const Place place{block.name + std::to_string(i), block.kept + (i > 0 ? block_input : 0)};
      const Shape output = output_shape(layers[i], shape);
      std::visit([&](const auto& layer) { add(layer, place, shape, output); }, layers[i]);
      shape = output;
    }
    return shape;
  }

  std::vector<LayerCount> counted;

 private:
  void add(const ConvSpec& conv, const Place& place, const Shape& input, const Shape& output) {
    LayerCount& count = push(place, input, output);
    count.weights = std::int64_t{conv.channels} * (input.channels / conv.groups) * conv.kernel * conv.kernel;
    count.biases = conv.batch_norm || conv.bias ? conv.channels : 0;
    count.macs = count.weights * output.height * output.width;
    if (conv.groups == input.channels && conv.groups == conv.channels)
      count.live_in_place = input.elements() + std::int64_t{output.height} * output.width + place.kept;
    const int per_channel = (conv.batch_norm ? 2 : 0) + (conv.bias ? 1 : 0);
    count.parameters = count.weights + std::int64_t{conv.channels} * per_channel;
  }

  void add(const SqueezeExciteSpec& squeeze, const Place& place, const Shape& input, const Shape& output) {
    LayerCount& count = push(place, input, output);
    count.live_activations = input.elements() + input.channels + squeeze.squeezed + place.kept;
    count.live_in_place = count.live_activations;
    count.weights = std::int64_t{2} * input.channels * squeeze.squeezed;
    count.biases = input.channels + squeeze.squeezed;
    count.macs = count.weights;
    count.parameters = count.weights + count.biases;
  }

  void add(const LinearSpec& linear, const Place& place, const Shape& input, const Shape& output) {
    LayerCount& count = push(place, input, output);
    count.weights = input.elements() * linear.outputs;
    count.biases = linear.outputs;
    count.macs = count.weights;
    count.parameters = count.weights + count.biases;
  }

  void add(const GlobalAveragePoolSpec&, const Place& place, const Shape& input, const Shape& output) {
    push(place, input, output);
  }

  void add(const BlockSpec& block, const Place& place, const Shape& input, const Shape& output) {
    walk(block.body, input, {place.name + ".body.", place.kept}, block.shortcut ? input.elements() : 0);
    if (block.projection)
      add(*block.projection, Place{place.name + ".shortcut", place.kept + output.elements()}, input, output);
  }

  LayerCount& push(const Place& place, const Shape& input, const Shape& output) {
    const std::int64_t live = input.elements() + output.elements() + place.kept;
    counted.push_back(
        {.name = place.name, .output = output, .live_activations = live, .live_in_place = live});
    return counted.back();
  }
};

}  // namespace

ArchCount sum_of(std::vector<LayerCount> layers) {
  ArchCount sum;
  for (const LayerCount& layer : layers) {
    sum.macs += layer.macs;
    sum.parameters += layer.parameters;
    sum.weight_bytes_int8 += layer.weight_bytes_int8();
    sum.weight_bytes_fp32 += layer.weight_bytes_fp32();
    sum.peak_activation_bytes_int8 = std::max(sum.peak_activation_bytes_int8, layer.live_activations);
    sum.sram_bytes_int8 = std::max(sum.sram_bytes_int8, layer.live_in_place);
  }
  sum.peak_activation_bytes_fp32 = 4 * sum.peak_activation_bytes_int8;
  sum.layers = std::move(layers);
  return sum;
}

ArchCount count(const ArchSpec& spec) {
  Counter counter;
  const Shape output = counter.walk(spec.layers, spec.input, {}, 0);
  HYBRID_CHECK(spec.classes > 0 && output == Shape{.channels = spec.classes},
               "{}: the last layer gives {}, expected {} logits", spec.name, to_string(output), spec.classes);
  return sum_of(std::move(counter.counted));
}

}  // namespace hybrid::arch
