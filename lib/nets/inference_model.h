#pragma once
// A network for inference only: used by `predict`, and by training for a fixed cloud model. Our networks are
// copied with batch norm folded into the convolutions; a TorchScript file (nets/torchscript.h) is used as it
// is. On a CPU three measures make it fast: folded batch norm, channels-last memory, small batches.

#include <torch/torch.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "arch/arch_spec.h"
#include "config/network.h"
#include "nets/network.h"

namespace hybrid::nets {

struct InferenceModel {
  std::string name;   ///< name of the architecture or file
  arch::Shape input;  ///< shape of one image
  int classes = 0;
  std::optional<std::int64_t> macs;  ///< for one image; std::nullopt if the layers are unknown
  config::Precision precision = config::Precision::fp32;
  torch::Device device = torch::kCPU;
  /// Whether the logits are logarithms of probabilities that the network itself computes.
  bool gives_probabilities = false;
  /// How `forward` differs from running the network on a whole batch, for keys of cached outputs; empty: not.
  std::string adapted = {};
  /// Maps float32 [b, channels, height, width] on any device to logits, float32 [b, classes] on `device`;
  /// without gradients, deterministic.
  /// @throws LibTorch's exceptions
  std::function<torch::Tensor(const torch::Tensor&)> forward;
};

/// Returns a copy of the network in its current state, in evaluation mode, on the same device. With bf16,
/// autocast selects the layers where it is safe.
InferenceModel inference_model(const Network& network, config::Precision precision = config::Precision::fp32);

}  // namespace hybrid::nets
