#pragma once
// A network as data: what is counted (arch/count.h) and what is built (nets/network.h) are the same
// description. A new kind of layer is one more struct in LayerSpec; every visitor then fails to compile until
// it knows it.

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace hybrid {

/// Of one image or feature map. A vector of k numbers is {k, 1, 1}.
struct Shape {
  int channels = 0;
  int height = 1;
  int width = 1;
  std::int64_t elements() const { return std::int64_t{channels} * height * width; }
  bool operator==(const Shape&) const = default;
};

/// "16x14x14".
std::string to_string(const Shape& shape);

/// hard_swish: x relu6(x + 3) / 6; silu: x sigmoid(x), also called swish.
enum class Activation { none, relu, relu6, hard_swish, silu };

/// From a number to (0, 1). hard_sigmoid: relu6(x + 3) / 6.
enum class Gate { sigmoid, hard_sigmoid };

/// Convolution with a square, odd kernel and a padding of kernel / 2 on each side ("same"), then batch norm,
/// then the activation.
struct ConvSpec {
  int channels = 0;  ///< of the output
  int kernel = 1;
  int stride = 1;
  int groups = 1;  ///< as many as input channels for a depthwise convolution
  bool batch_norm = true;
  bool bias = false;           ///< of the convolution itself
  double norm_epsilon = 1e-5;  ///< added to batch norm's variance
  Activation activation = Activation::relu;
  bool operator==(const ConvSpec&) const = default;
};

/// Each channel times a gate: gate(expand(inner(reduce(mean over the channel)))), where reduce and expand are
/// 1x1 convolutions with biases and `squeezed` channels between them (Hu et al. 2018).
struct SqueezeExciteSpec {
  int squeezed = 0;
  Activation inner = Activation::relu;
  Gate gate = Gate::hard_sigmoid;
  bool operator==(const SqueezeExciteSpec&) const = default;
};

/// The mean over height and width of each channel.
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

/// What comes out of a layer. Architectures come from our catalog, so a layer that does not fit (an even
/// kernel, groups that do not divide the channels, a residual sum of two shapes) is a fault of ours:
/// InternalError.
Shape output_shape(const LayerSpec& layer, const Shape& input);

/// The same network with this epsilon in every batch norm. It is no weight, but belongs to the weights: the
/// same layers come out of torchvision with 1e-3 and out of timm with 1e-5, and either is wrong with the
/// other's.
ArchSpec with_norm_epsilon(ArchSpec spec, double epsilon);

}  // namespace hybrid
