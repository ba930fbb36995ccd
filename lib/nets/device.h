#pragma once

#include <torch/torch.h>

#include <map>
#include <string>

#include "config/experiment.h"
#include "core/log.h"

namespace hybrid::nets {

/// Returns the device for networks. Compute::automatic is the GPU if LibTorch can use one.
/// @throws Infeasible if a GPU is requested and there is none
torch::Device choose_device(config::Compute compute);

/// Sets the number of CPU threads (team_threads in core/cpus.h), selects deterministic algorithms in
/// LibTorch, and makes the C library keep freed memory for the next layer. These are process-wide settings:
/// call it once, before any tensor is made. Returns the number of threads.
int set_up_torch(int threads, Logger& log);

/// Returns LibTorch's version: "1.13.1".
std::string torch_version();

/// Returns, for the manifest, LibTorch's version ("torch"), how it was built ("torch_build"), and the vector
/// instructions of its own kernels ("torch_kernels") and of oneDNN's ("onednn"). The last bits of results
/// depend on all of them.
std::map<std::string, std::string> torch_libraries();

}  // namespace hybrid::nets
