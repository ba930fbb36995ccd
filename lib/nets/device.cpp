#include "nets/device.h"

#include <ATen/Context.h>
#include <torch/version.h>

#include <malloc.h>

#include <cstdlib>

#include "core/cpus.h"
#include "core/error.h"
#include "nets/threads.h"

namespace hybrid::nets {

torch::Device choose_device(config::Compute compute) {
  switch (compute) {
    case config::Compute::cpu:
      return torch::kCPU;
    case config::Compute::automatic:
      return torch::cuda::is_available() ? torch::kCUDA : torch::kCPU;
    case config::Compute::cuda:
      if (torch::cuda::is_available()) return torch::kCUDA;
      throw Infeasible(fmt::format("compute: cuda requested, {}; use cpu or auto",
                                   at::hasCUDA() ? "no GPU found" : "this LibTorch has no CUDA"));
  }
  HYBRID_CHECK(false, "compute {} is not one of ours", static_cast<int>(compute));
}

namespace {

/// Configures glibc to keep freed memory. By default it returns the memory of activations to the system after
/// each layer, and clearing it again takes a third of a small network's forward pass (bench/README.md).
void keep_freed_memory() {
#ifdef __GLIBC__
  constexpr int kOneGiB = 1 << 30;
  ::mallopt(M_MMAP_THRESHOLD, kOneGiB);
  ::mallopt(M_TRIM_THRESHOLD, kOneGiB);
#endif
}

}  // namespace

int set_up_torch(int threads, Logger& log) {
  keep_freed_memory();
  set_threads(team_threads(threads, log));
  // cuBLAS is deterministic only with this workspace, which LibTorch therefore requires.
  ::setenv("CUBLAS_WORKSPACE_CONFIG", ":4096:8", /*overwrite=*/0);
  at::globalContext().setDeterministicAlgorithms(true, /*warn_only=*/false);
  at::globalContext().setBenchmarkCuDNN(false);
  at::globalContext().setDeterministicCuDNN(true);
  return most_threads();
}

std::string torch_version() {
  return TORCH_VERSION;
}

}  // namespace hybrid::nets
