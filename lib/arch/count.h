#pragma once
// The costs of a network, computed from its description alone. Conventions, as in MCUNet and the paper:
// - MACs: those of convolutions and fully connected layers. Batch norm, activations, additions and pooling
//   count nothing.
// - Parameters: all trained numbers, including batch norm's scale and shift.
// - Weights: as deployed, with batch norm folded into the convolution, which then has a bias.
//   fp32: 4 bytes each; int8: 1 byte per weight and 4 per bias.
// - Activations: while a layer runs, its input and output are in memory; inside a residual block also the
//   block's input until the sum. Batch norm, activation and sum work in place. int8: 1 byte each.
// - SRAM: the same, except that a depthwise convolution overwrites its input channel by channel and needs
//   room for one output channel in addition, as in TinyEngine (Lin et al. 2020, section 3.2). Activations
//   only: an engine's buffers, stack and heap are extra.

#include <cstdint>
#include <string>
#include <vector>

#include "arch/arch_spec.h"

namespace hybrid::arch {

/// Counts of one convolution, pooling or fully connected layer; residual blocks are listed layer by layer.
struct LayerCount {
  std::string name;  ///< its position: "2", "3.body.1", "3.shortcut"
  Shape output;
  std::int64_t macs = 0;
  std::int64_t parameters = 0;
  std::int64_t weights = 0;           ///< after folding, without biases
  std::int64_t biases = 0;            ///< after folding
  std::int64_t live_activations = 0;  ///< numbers in memory while it runs
  std::int64_t live_in_place = 0;     ///< the same if depthwise convolutions overwrite their input

  std::int64_t weight_bytes_int8() const { return weights + 4 * biases; }
  std::int64_t weight_bytes_fp32() const { return 4 * (weights + biases); }
};

/// All layers in execution order, with sums and peak.
struct ArchCount {
  std::vector<LayerCount> layers;
  std::int64_t macs = 0;
  std::int64_t parameters = 0;
  std::int64_t weight_bytes_int8 = 0;
  std::int64_t weight_bytes_fp32 = 0;
  std::int64_t peak_activation_bytes_int8 = 0;
  std::int64_t peak_activation_bytes_fp32 = 0;
  std::int64_t sram_bytes_int8 = 0;  ///< peak with depthwise convolutions in place
};

/// Returns sums and peak of these layers, given in execution order.
ArchCount sum_of(std::vector<LayerCount> layers);

/// Counts a network. Requires layers that fit (output_shape) and an output of `classes` numbers.
ArchCount count(const ArchSpec& spec);

}  // namespace hybrid::arch
