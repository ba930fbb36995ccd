#pragma once
// The layers of a network that hold numbers, each with its place and its part in the pattern that MobileNets,
// EfficientNets and their relatives share: a stem, blocks of widen, depthwise, squeeze, narrow, a last
// convolution, pooling, a classifier. Other libraries name layers after these parts, we after the place
// alone.

#include <optional>
#include <string>
#include <vector>

#include "arch/arch_spec.h"
#include "weights/tensor_file.h"

namespace hybrid {

enum class Role {
  stem,        ///< the first convolution
  widen,       ///< in a block: 1x1
  depthwise,   ///< in a block
  squeeze,     ///< in a block: squeeze-and-excite
  narrow,      ///< in a block: 1x1, its last
  last,        ///< the convolution between the blocks and the pooling
  mix,         ///< a convolution behind the pooling
  hidden,      ///< fully connected, behind the pooling
  classifier,  ///< fully connected, the logits
  other,       ///< whatever does not fit the pattern
};

/// A tensor of a layer, named within it.
struct LayerTensor {
  /// To which half of the layer it belongs: the convolution, the fully connected layer or squeeze's
  /// reduction; or the batch norm or squeeze's expansion.
  bool in_second_half = false;
  std::string leaf;  ///< "weight", "running_mean"
  TensorShape shape;
};

struct Place {
  std::string name;  ///< "layers.3.body.1"
  Role role = Role::other;
  int block = -1;        ///< number of its block among the blocks, from 0; -1 outside
  int position = -1;     ///< in its block's body
  bool widened = false;  ///< its block begins with a widening
  std::string first,
      second;  ///< our names of its halves within it: "conv" and "norm", "" for a fully connected layer
  std::vector<LayerTensor> tensors;
};

struct Places {
  std::vector<Place> list;  ///< in the order the layers run
  int blocks = 0;
  bool fits_pattern() const;
  bool has(Role role) const;
};

Places places_of(const ArchSpec& spec);

/// The part of batch norm that only counts training steps. Nothing here or in inference reads it, and files
/// may lack it.
inline constexpr std::string_view kStepCounter = "num_batches_tracked";

}  // namespace hybrid
