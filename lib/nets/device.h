#pragma once

#include <torch/torch.h>

#include <string>

#include "config/experiment.h"

namespace hybrid {

/// Where networks run. Compute::automatic is the GPU if LibTorch can use one.
/// @throws Infeasible if a GPU is asked for and there is none.
torch::Device choose_device(Compute compute);

/// Sets the threads of every later operation on the CPU, 0 for all cores, and has LibTorch use only
/// algorithms that give the same result each time, and has the C library keep freed memory for the next
/// layer. These are process-wide settings: call it once, before any tensor. Returns the number of threads.
int set_up_torch(int threads);

/// LibTorch's version, for the manifest: "1.13.1".
std::string torch_version();

}  // namespace hybrid
