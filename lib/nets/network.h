#pragma once

#include <torch/torch.h>

#include "arch/arch_spec.h"
#include "core/seed.h"

namespace hybrid {

/// The module an ArchSpec describes. Parameters are named by place: "layers.3.body.1.conv.weight" belongs to
/// the second layer in the body of the fourth.
class NetworkImpl : public torch::nn::Module {
 public:
  /// Requires a spec that arch/count.h accepts.
  explicit NetworkImpl(ArchSpec spec);

  /// [b, channels, height, width] -> logits [b, classes].
  torch::Tensor forward(torch::Tensor images);
  /// The top-level layers first, ..., last - 1 alone, on what the layer before them gives.
  torch::Tensor run(torch::Tensor x, std::size_t first, std::size_t last);
  const ArchSpec& spec() const { return spec_; }

 private:
  ArchSpec spec_;
  torch::nn::Sequential layers_;
};
TORCH_MODULE(Network);

/// A network on the CPU: convolutions drawn as by He et al. 2015 (normal, fan out), the fully connected layer
/// uniform in +-1/sqrt(inputs), batch norms that start as the identity, biases of zero. The numbers come from
/// `seed`, not from LibTorch's generator: every LibTorch starts the same.
Network build_network(const ArchSpec& spec, SeedTree seed);

/// Of everything that is trained; equals arch/count.h's.
std::int64_t parameter_count(const Network& network);

}  // namespace hybrid
