#pragma once
// The layers of a network that hold numbers, each with its position and its role in the pattern of
// MobileNets, EfficientNets and related networks: a stem, blocks of widen, depthwise, squeeze, narrow, a last
// convolution, pooling, a classifier. Other libraries name layers by these roles, we by the position alone.

#include <optional>
#include <string>
#include <vector>

#include "arch/arch_spec.h"
#include "weights/tensor_file.h"

namespace hybrid::weights {

enum class Role {
  stem,        ///< the first convolution
  widen,       ///< in a block: 1x1
  depthwise,   ///< in a block
  squeeze,     ///< in a block: squeeze-and-excite
  narrow,      ///< in a block: 1x1, its last
  last,        ///< the convolution between the blocks and the pooling
  mix,         ///< a convolution after the pooling
  hidden,      ///< fully connected, after the pooling
  classifier,  ///< fully connected, the logits
  other,       ///< a layer that does not fit the pattern
};

/// A tensor and its name within a layer.
struct LayerTensor {
  /// The first half of a layer is the convolution, the fully connected layer or the reduction of
  /// squeeze-and-excite; the second half is the batch norm or the expansion of squeeze-and-excite.
  bool in_second_half = false;
  std::string leaf;  ///< "weight", "running_mean"
  TensorShape shape;
};

struct Place {
  std::string name;  ///< "layers.3.body.1"
  Role role = Role::other;
  int block = -1;        ///< index of its block, from 0; -1 outside of blocks
  int position = -1;     ///< index in the body of its block
  bool widened = false;  ///< whether its block begins with a widening convolution
  std::string first,
      second;  ///< our names of its halves: "conv" and "norm"; "" for a fully connected layer
  std::vector<LayerTensor> tensors;
};

struct Places {
  std::vector<Place> list;  ///< in execution order
  int blocks = 0;
  bool fits_pattern() const;
  bool has(Role role) const;
};

Places places_of(const arch::ArchSpec& spec);

/// The tensor of batch norm that only counts training steps. Inference does not read it, and files may lack
/// it.
inline constexpr std::string_view kStepCounter = "num_batches_tracked";

}  // namespace hybrid::weights
