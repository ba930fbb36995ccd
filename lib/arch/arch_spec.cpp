#include "arch/arch_spec.h"

#include <fmt/format.h>

#include "core/error.h"

namespace hybrid::arch {

std::string to_string(const Shape& shape) {
  return fmt::format("{}x{}x{}", shape.channels, shape.height, shape.width);
}

// Defined here because LayerSpec is complete only now, and written out because clang 14 crashes on "=
// default". After a new member the first line does not compile.
bool BlockSpec::operator==(const BlockSpec& other) const {
  const auto& [other_body, other_shortcut, other_projection, other_activation] = other;
  return body == other_body && shortcut == other_shortcut && projection == other_projection &&
         activation == other_activation;
}

namespace {

Shape shape_behind(const ConvSpec& conv, const Shape& input) {
  HYBRID_CHECK(conv.channels > 0 && conv.stride > 0, "convolution with {} channels, stride {}", conv.channels,
               conv.stride);
  HYBRID_CHECK(conv.kernel > 0 && conv.kernel % 2 == 1, "convolution with kernel {}, must be odd",
               conv.kernel);
  HYBRID_CHECK(conv.groups > 0 && input.channels % conv.groups == 0 && conv.channels % conv.groups == 0,
               "{} groups do not divide {} -> {} channels", conv.groups, input.channels, conv.channels);
  const auto strided = [&](int size) { return (size - 1) / conv.stride + 1; };
  return {conv.channels, strided(input.height), strided(input.width)};
}

Shape shape_behind(const GlobalAveragePoolSpec&, const Shape& input) {
  return {input.channels, 1, 1};
}

Shape shape_behind(const LinearSpec& linear, const Shape&) {
  HYBRID_CHECK(linear.outputs > 0, "fully connected layer with {} outputs", linear.outputs);
  return {linear.outputs, 1, 1};
}

Shape shape_behind(const SqueezeExciteSpec& squeeze, const Shape& input) {
  HYBRID_CHECK(squeeze.squeezed > 0, "squeeze-and-excite through {} channels", squeeze.squeezed);
  return input;
}

Shape shape_behind(const BlockSpec& block, const Shape& input) {
  HYBRID_CHECK(!block.body.empty(), "block without a body");
  HYBRID_CHECK(block.shortcut || !block.projection, "block with a projection on no shortcut");
  Shape output = input;
  for (const LayerSpec& layer : block.body) output = output_shape(layer, output);
  if (!block.shortcut) return output;
  const Shape shortcut = block.projection ? shape_behind(*block.projection, input) : input;
  HYBRID_CHECK(shortcut == output, "residual block: the body gives {}, the shortcut {}", to_string(output),
               to_string(shortcut));
  return output;
}

void set_norm_epsilon(std::vector<LayerSpec>& layers, double epsilon) {
  for (LayerSpec& layer : layers) {
    if (auto* conv = std::get_if<ConvSpec>(&layer); conv != nullptr && conv->batch_norm)
      conv->norm_epsilon = epsilon;
    if (auto* block = std::get_if<BlockSpec>(&layer)) {
      set_norm_epsilon(block->body, epsilon);
      if (block->projection) block->projection->norm_epsilon = epsilon;
    }
  }
}

}  // namespace

ArchSpec with_norm_epsilon(ArchSpec spec, double epsilon) {
  HYBRID_CHECK(epsilon > 0, "batch norm with epsilon {}", epsilon);
  set_norm_epsilon(spec.layers, epsilon);
  return spec;
}

Shape output_shape(const LayerSpec& layer, const Shape& input) {
  HYBRID_CHECK(input.channels > 0 && input.height > 0 && input.width > 0, "input of {}", to_string(input));
  return std::visit([&](const auto& spec) { return shape_behind(spec, input); }, layer);
}

}  // namespace hybrid::arch
