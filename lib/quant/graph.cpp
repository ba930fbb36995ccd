#include "quant/graph.h"

#include <utility>

#include "core/error.h"

namespace hybrid::quant {
namespace {

[[noreturn]] void refuse(const std::string& name, const char* what) {
  throw Infeasible(
      fmt::format("{} has {}; int8 inference knows convolutions, sums, means and fully connected layers "
                  "with relu, relu6 or no activation",
                  name, what));
}

arch::Activation supported(arch::Activation activation, const std::string& name) {
  if (activation == arch::Activation::hard_swish) refuse(name, "a hard swish");
  if (activation == arch::Activation::silu) refuse(name, "a silu");
  return activation;
}

/// Converts layers to operations. Each add() appends a layer that reads tensor `input` and returns its output
/// tensor.
class Lowering {
 public:
  explicit Lowering(const arch::Shape& image) { graph.tensors.push_back(image); }

  int add(const std::vector<arch::LayerSpec>& layers, int input, const std::string& place) {
    for (std::size_t i = 0; i < layers.size(); ++i) {
      const std::string name = place + std::to_string(i);
      input = std::visit([&](const auto& layer) { return add(layer, input, name); }, layers[i]);
    }
    return input;
  }

  Graph graph;

 private:
  int add(const arch::ConvSpec& spec, int input, const std::string& name) {
    supported(spec.activation, name);
    const int output = tensor(arch::output_shape(spec, shape(input)));
    graph.operations.emplace_back(Convolution{.name = name, .input = input, .output = output, .spec = spec});
    return output;
  }

  int add(const arch::LinearSpec& linear, int input, const std::string& name) {
    const arch::ConvSpec spec{.channels = linear.outputs,
                              .batch_norm = false,
                              .bias = true,
                              .activation = supported(linear.activation, name)};
    const int output = tensor({.channels = linear.outputs});
    graph.operations.emplace_back(
        Convolution{.name = name, .input = input, .output = output, .spec = spec, .fully_connected = true});
    return output;
  }

  int add(const arch::GlobalAveragePoolSpec& pool, int input, const std::string&) {
    const int output = tensor(arch::output_shape(pool, shape(input)));
    graph.operations.emplace_back(Mean{.input = input, .output = output});
    return output;
  }

  int add(const arch::SqueezeExciteSpec&, int, const std::string& name) {
    refuse(name, "a squeeze-and-excite");
  }

  int add(const arch::BlockSpec& block, int input, const std::string& name) {
    const int body = add(block.body, input, name + ".body.");
    supported(block.activation, name);
    if (!block.shortcut) {
      if (block.activation != arch::Activation::none) fuse(block.activation, name);
      return body;
    }
    const int shortcut = block.projection ? add(*block.projection, input, name + ".shortcut") : input;
    const int output = tensor(shape(body));
    graph.operations.emplace_back(
        Sum{.left = body, .right = shortcut, .output = output, .activation = block.activation});
    return output;
  }

  /// Fuses the activation into the last operation, which must have none.
  void fuse(arch::Activation activation, const std::string& name) {
    auto* last = std::get_if<Convolution>(&graph.operations.back());
    if (!last || last->spec.activation != arch::Activation::none)
      refuse(name, "an activation that follows another layer's");
    last->spec.activation = activation;
  }

  arch::Shape shape(int tensor) const { return graph.tensors[static_cast<std::size_t>(tensor)]; }
  int tensor(const arch::Shape& shape) {
    graph.tensors.push_back(shape);
    return static_cast<int>(graph.tensors.size()) - 1;
  }
};

}  // namespace

Graph lower(const arch::ArchSpec& spec) {
  Lowering lowering(spec.input);
  const int logits = lowering.add(spec.layers, 0, "layers.");
  HYBRID_CHECK(logits + 1 == static_cast<int>(lowering.graph.tensors.size()) &&
                   lowering.graph.tensors.back() == arch::Shape{.channels = spec.classes},
               "{}: the last layer gives {}, expected {} logits", spec.name,
               to_string(lowering.graph.tensors.back()), spec.classes);
  return std::move(lowering.graph);
}

arch::Shape input_of(const Graph& graph, const Convolution& convolution) {
  const arch::Shape& shape = graph.tensors[static_cast<std::size_t>(convolution.input)];
  return convolution.fully_connected ? arch::Shape{.channels = static_cast<int>(shape.elements())} : shape;
}

}  // namespace hybrid::quant
