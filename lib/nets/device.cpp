#include "nets/device.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <dlfcn.h>
#include <torch/version.h>

#include <malloc.h>

#include <cstdlib>

#include "core/cpus.h"
#include "core/error.h"
#include "core/text.h"
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

namespace {

/// Returns oneDNN's version and the best instructions that it uses here, which DNNL_MAX_CPU_ISA can limit:
/// "Intel(R) MKL-DNN v2.6.3 (Git Hash N/A), cpu_isa_avx512_core_bf16".
std::string onednn() {
  // Found only where LibTorch does not contain oneDNN without its names.
  using Isa = int (*)();
  using Name = const char* (*)(int);
  const auto isa = reinterpret_cast<Isa>(::dlsym(RTLD_DEFAULT, "dnnl_get_effective_cpu_isa"));
  const auto name = reinterpret_cast<Name>(::dlsym(RTLD_DEFAULT, "dnnl_cpu_isa2str"));
  std::string version = at::get_mkldnn_version();
  return isa != nullptr && name != nullptr ? fmt::format("{}, {}", version, name(isa())) : version;
}

}  // namespace

std::map<std::string, std::string> torch_libraries() {
  constexpr std::string_view kKernels = "CPU capability usage: ";
  std::string build, kernels = "unknown";
  for (const std::string& line : split(at::show_config(), '\n')) {
    const std::size_t begin = line.find_first_not_of(" -");
    if (begin == std::string::npos) continue;
    const std::string item = line.substr(begin);
    if (item.starts_with(kKernels)) kernels = item.substr(kKernels.size());
    build += (build.empty() ? "" : "; ") + item;
  }
  return {
      {"torch", torch_version()}, {"torch_build", build}, {"torch_kernels", kernels}, {"onednn", onednn()}};
}

}  // namespace hybrid::nets
