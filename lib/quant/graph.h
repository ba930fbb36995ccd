#pragma once
// A network as what an interpreter runs: operations in order over numbered tensors. An ArchSpec's blocks are
// taken apart, activations are fused into the operation before them, and batch norm belongs to its
// convolution. The float and the integer inference walk the same graph. Tensors are of one image: [height,
// width, channels].

#include <string>
#include <variant>
#include <vector>

#include "arch/arch_spec.h"

namespace hybrid {

/// spec's convolution, batch norm and activation; or a fully connected layer, which is a 1x1 convolution of
/// the flattened input.
struct Convolution {
  std::string name;  ///< of its parameters, by place: "layers.3.body.1"
  int input = 0;     ///< tensors
  int output = 0;
  ConvSpec spec;
  bool fully_connected = false;
};

/// activation(left + right), element by element.
struct Sum {
  int left = 0;
  int right = 0;
  int output = 0;
  Activation activation = Activation::none;
};

/// Each channel's mean over height and width.
struct Mean {
  int input = 0;
  int output = 0;
};

using Operation = std::variant<Convolution, Sum, Mean>;

/// Tensor 0 is the image; the last tensor holds the logits.
struct Graph {
  std::vector<Shape> tensors;
  std::vector<Operation> operations;
};

/// Needs a spec that arch/count.h accepts.
/// @throws Infeasible, with the layer's place, for what has no integer arithmetic here: squeeze-and-excite,
/// and activations other than relu and relu6.
Graph lower(const ArchSpec& spec);

/// What a convolution reads: its input tensor's shape, or that flattened to {elements, 1, 1}.
Shape input_of(const Graph& graph, const Convolution& convolution);

}  // namespace hybrid
