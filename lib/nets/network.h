#pragma once

#include <torch/torch.h>

#include "arch/arch_spec.h"
#include "core/seed.h"

namespace hybrid::nets {

/// The module for an ArchSpec. Parameters are named by position: "layers.3.body.1.conv.weight" belongs to the
/// second layer in the body of the fourth.
class NetworkImpl : public torch::nn::Module {
 public:
  /// Requires a spec that arch/count.h accepts.
  explicit NetworkImpl(arch::ArchSpec spec);

  /// Maps [b, channels, height, width] to logits [b, classes].
  torch::Tensor forward(torch::Tensor images);
  /// Runs only the top-level layers first, ..., last - 1 on the output of the layer before them.
  torch::Tensor run(torch::Tensor x, std::size_t first, std::size_t last);
  const arch::ArchSpec& spec() const { return spec_; }

 private:
  arch::ArchSpec spec_;
  torch::nn::Sequential layers_;
};
TORCH_MODULE(Network);

/// Builds a network on the CPU with random weights: convolutions as in He et al. 2015 (normal, fan out), the
/// fully connected layer uniform in +-1/sqrt(inputs), batch norms as the identity, biases zero. They are
/// drawn from `seed`, not from LibTorch's generator, so that they are the same in every version of LibTorch.
Network build_network(const arch::ArchSpec& spec, SeedTree seed);

/// Returns the number of trained parameters; equals that of arch/count.h.
std::int64_t parameter_count(const Network& network);

}  // namespace hybrid::nets
