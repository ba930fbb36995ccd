#pragma once

#include <torch/torch.h>

#include "config/network.h"

namespace hybrid {

/// While it lives, operations on that kind of device run in bf16 where LibTorch holds this to be safe
/// (convolutions, matrix products) if the precision is bf16, and as they are if not. Afterwards it is as it
/// was before. Cover the forward pass, not the loss nor the backward pass.
class Autocast {
 public:
  Autocast(const torch::Device& device, Precision precision);
  ~Autocast();
  Autocast(const Autocast&) = delete;
  Autocast& operator=(const Autocast&) = delete;

 private:
  torch::DeviceType type_;
  bool was_enabled_;
};

}  // namespace hybrid
