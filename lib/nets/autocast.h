#pragma once

#include <torch/torch.h>

#include "config/network.h"

namespace hybrid::nets {

/// Returns whether autocast is enabled for this type of device.
bool autocast_enabled(torch::DeviceType type);

/// Enables autocast during its lifetime: if the precision is bf16, operations on this type of device run in
/// bf16 where LibTorch considers it safe (convolutions, matrix products). The destructor restores the
/// previous state. Use it for the forward pass, but neither for the loss nor for the backward pass.
class Autocast {
 public:
  Autocast(const torch::Device& device, config::Precision precision);
  ~Autocast();
  Autocast(const Autocast&) = delete;
  Autocast& operator=(const Autocast&) = delete;

 private:
  torch::DeviceType type_;
  bool was_enabled_;
};

}  // namespace hybrid::nets
