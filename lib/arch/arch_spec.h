#pragma once
// A network as data. Counting (arch/count.h) and building (nets/network.h) use the same description. A new
// kind of layer is one more struct in LayerSpec; every visitor fails to compile until it handles it.

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace hybrid::arch {

/// The shape of one image or feature map. A vector of k numbers is {k, 1, 1}.
struct Shape {
  int channels = 0;
  int height = 1;
  int width = 1;
  std::int64_t elements() const { return std::int64_t{channels} * height * width; }
  bool operator==(const Shape&) const = default;
};

/// Returns, for example, "16x14x14".
std::string to_string(const Shape& shape);

/// hard_swish: x relu6(x + 3) / 6; silu: x sigmoid(x), also called swish.
enum class Activation { none, relu, relu6, hard_swish, silu };

/// Maps a number to (0, 1). hard_sigmoid: relu6(x + 3) / 6.
enum class Gate { sigmoid, hard_sigmoid };

/// Convolution with a square, odd kernel and a padding of kernel / 2 on each side ("same"), then batch norm,
/// then the activation.
struct ConvSpec {
  int channels = 0;  ///< of the output
  int kernel = 1;
  int stride = 1;
  int groups = 1;  ///< the number of input channels for a depthwise convolution
  bool batch_norm = true;
  bool bias = false;           ///< of the convolution itself
  double norm_epsilon = 1e-5;  ///< added to batch norm's variance
  Activation activation = Activation::relu;
  bool operator==(const ConvSpec&) const = default;
};

/// Multiplies each channel by a gate: gate(expand(inner(reduce(mean over the channel)))), where reduce and
/// expand are 1x1 convolutions with biases and `squeezed` channels between them (Hu et al. 2018).
struct SqueezeExciteSpec {
  int squeezed = 0;
  Activation inner = Activation::relu;
  Gate gate = Gate::hard_sigmoid;
  bool operator==(const SqueezeExciteSpec&) const = default;
};

/// Averages each channel over height and width.
struct GlobalAveragePoolSpec {
  bool operator==(const GlobalAveragePoolSpec&) const = default;
};

/// Fully connected on the flattened input, with a bias, then the activation.
struct LinearSpec {
  int outputs = 0;
  Activation activation = Activation::none;
  bool operator==(const LinearSpec&) const = default;
};

struct BlockSpec;
using LayerSpec = std::variant<ConvSpec, SqueezeExciteSpec, BlockSpec, GlobalAveragePoolSpec, LinearSpec>;

/// activation(body(x) + shortcut(x)), or activation(body(x)) where the block has no shortcut. The shortcut is
/// the identity, or a convolution where the body changes the shape (1x1 with batch norm and no activation: He
/// et al. 2016, option B).
struct BlockSpec {
  std::vector<LayerSpec> body;
  bool shortcut = true;
  std::optional<ConvSpec> projection;  ///< on the shortcut
  Activation activation = Activation::relu;
  bool operator==(const BlockSpec&) const;
};

/// A classifier: images of shape `input` go in, `classes` logits come out.
struct ArchSpec {
  std::string name;
  Shape input;
  int classes = 0;
  std::vector<LayerSpec> layers;
  bool operator==(const ArchSpec&) const = default;
};

/// Returns the output shape of a layer.
/// @throws InternalError for a layer that does not fit (an even kernel, groups that do not divide the
/// channels, a residual sum of two shapes), as architectures come from our catalog
Shape output_shape(const LayerSpec& layer, const Shape& input);

/// Returns the network with this epsilon in every batch norm. Epsilon is not stored with the weights but
/// depends on them: torchvision trains the same layers with 1e-3, timm with 1e-5.
ArchSpec with_norm_epsilon(ArchSpec spec, double epsilon);

}  // namespace hybrid::arch
