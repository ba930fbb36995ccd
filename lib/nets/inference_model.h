#pragma once
// A network that only answers: what `predict` runs, and what training uses as a cloud that it does not
// change. Ours become one by folding batch norm into the convolutions of a copy; a TorchScript file
// (nets/torchscript.h) is one from the start. On a CPU its speed comes from three things: no batch norm,
// channels last in memory, small batches.

#include <torch/torch.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "arch/arch_spec.h"
#include "config/network.h"
#include "nets/network.h"

namespace hybrid {

struct InferenceModel {
  std::string name;  ///< of the architecture, or of the file
  Shape input;       ///< of one image
  int classes = 0;
  std::optional<std::int64_t> macs;  ///< for one image; nothing for a network whose layers we do not know
  Precision precision = Precision::fp32;
  torch::Device device = torch::kCPU;
  /// float32 [b, channels, height, width] -> logits, float32 [b, classes]. From any device to `device`,
  /// without gradients, the same each time. LibTorch's exceptions are its own.
  std::function<torch::Tensor(const torch::Tensor&)> forward;
};

/// A copy of the network as it is now, in evaluation mode, on the device it is on. bf16 is autocast's: in the
/// layers where it is safe.
InferenceModel inference_model(const Network& network, Precision precision = Precision::fp32);

}  // namespace hybrid
