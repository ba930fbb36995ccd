#pragma once
// A network as a list of operations on numbered tensors, for interpreters. Blocks of the ArchSpec are
// flattened, activations are fused into the operation before them, and batch norm belongs to its convolution.
// Float and integer inference run the same graph. Tensors are of one image: [height, width, channels].

#include <string>
#include <variant>
#include <vector>

#include "arch/arch_spec.h"

namespace hybrid::quant {

/// Convolution, batch norm and activation of `spec`; or a fully connected layer as a 1x1 convolution of the
/// flattened input.
struct Convolution {
  std::string name;  ///< prefix of its parameters: "layers.3.body.1"
  int input = 0;     ///< tensors
  int output = 0;
  arch::ConvSpec spec;
  bool fully_connected = false;
};

/// activation(left + right), element by element.
struct Sum {
  int left = 0;
  int right = 0;
  int output = 0;
  arch::Activation activation = arch::Activation::none;
};

/// Each channel's mean over height and width.
struct Mean {
  int input = 0;
  int output = 0;
};

using Operation = std::variant<Convolution, Sum, Mean>;

/// Tensor 0 is the image; the last tensor holds the logits.
struct Graph {
  std::vector<arch::Shape> tensors;
  std::vector<Operation> operations;
};

/// Converts an architecture to a graph. Requires a spec that arch/count.h accepts.
/// @throws Infeasible naming the layer, for layers without integer arithmetic: squeeze-and-excite, and
/// activations other than relu and relu6
Graph lower(const arch::ArchSpec& spec);

/// Returns the input shape of a convolution: that of its input tensor, or this flattened to {elements, 1, 1}.
arch::Shape input_of(const Graph& graph, const Convolution& convolution);

}  // namespace hybrid::quant
