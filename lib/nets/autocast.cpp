#include "nets/autocast.h"

#include <ATen/autocast_mode.h>
#include <torch/version.h>

namespace hybrid::nets {
namespace {

// LibTorch 2 has one function for all device types, LibTorch 1 has two functions.
void set_enabled(torch::DeviceType type, bool enabled) {
#if TORCH_VERSION_MAJOR >= 2
  if (enabled) at::autocast::set_autocast_dtype(type, torch::kBFloat16);
  at::autocast::set_autocast_enabled(type, enabled);
#else
  if (type == torch::kCPU) {
    if (enabled) at::autocast::set_autocast_cpu_dtype(torch::kBFloat16);
    at::autocast::set_cpu_enabled(enabled);
  } else {
    if (enabled) at::autocast::set_autocast_gpu_dtype(torch::kBFloat16);
    at::autocast::set_enabled(enabled);
  }
#endif
}

}  // namespace

bool autocast_enabled(torch::DeviceType type) {
#if TORCH_VERSION_MAJOR >= 2
  return at::autocast::is_autocast_enabled(type);
#else
  return type == torch::kCPU ? at::autocast::is_cpu_enabled() : at::autocast::is_enabled();
#endif
}

Autocast::Autocast(const torch::Device& device, config::Precision precision)
    : type_(device.type()), was_enabled_(autocast_enabled(type_)) {
  at::autocast::increment_nesting();
  set_enabled(type_, precision == config::Precision::bf16);
}

Autocast::~Autocast() {
  set_enabled(type_, was_enabled_);
  // The outermost scope clears the cached bf16 copies of the weights, which the next optimiser step
  // invalidates.
  if (at::autocast::decrement_nesting() == 0) at::autocast::clear_cache();
}

}  // namespace hybrid::nets
