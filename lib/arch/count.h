#pragma once
// What a network costs, from its description alone. Conventions, as MCUNet and the paper count:
// - MACs: of convolutions and fully connected layers; batch norm, activations, additions and pooling are
// free.
// - Parameters: everything that is trained, batch norm's scale and shift included.
// - Weights: as deployed, batch norm folded into the convolution, which then has a bias. fp32: 4 bytes each;
// int8:
//   1 byte a weight and 4 a bias.
// - Activations: while a layer runs, its input and output are in memory, inside a residual block also the
// block's
//   input until the sum is made. Batch norm, activation and sum work in place. int8: 1 byte each.
// - SRAM: the same, but a depthwise convolution overwrites its input channel by channel and needs room for
// one channel's
//   output beside it, as in TinyEngine (Lin et al. 2020, section 3.2). Activations only: an engine's buffers,
//   stack and heap come on top.

#include <cstdint>
#include <string>
#include <vector>

#include "arch/arch_spec.h"

namespace hybrid {

/// One convolution, pooling or fully connected layer; residual blocks are taken apart.
struct LayerCount {
  std::string name;  ///< its place: "2", "3.body.1", "3.shortcut"
  Shape output;
  std::int64_t macs = 0;
  std::int64_t parameters = 0;
  std::int64_t weights = 0;           ///< after folding, without biases
  std::int64_t biases = 0;            ///< after folding
  std::int64_t live_activations = 0;  ///< numbers in memory while it runs
  std::int64_t live_in_place = 0;     ///< the same where depthwise convolutions overwrite their input

  std::int64_t weight_bytes_int8() const { return weights + 4 * biases; }
  std::int64_t weight_bytes_fp32() const { return 4 * (weights + biases); }
};

/// The layers in the order they run, and over all of them the sums and the peak.
struct ArchCount {
  std::vector<LayerCount> layers;
  std::int64_t macs = 0;
  std::int64_t parameters = 0;
  std::int64_t weight_bytes_int8 = 0;
  std::int64_t weight_bytes_fp32 = 0;
  std::int64_t peak_activation_bytes_int8 = 0;
  std::int64_t peak_activation_bytes_fp32 = 0;
  std::int64_t sram_bytes_int8 = 0;  ///< the peak with depthwise convolutions in place
};

/// The sums and the peak of these layers, in the order they run.
ArchCount sum_of(std::vector<LayerCount> layers);

/// Requires a spec whose layers fit (output_shape) and end in `classes` numbers.
ArchCount count(const ArchSpec& spec);

}  // namespace hybrid
