#include "nets/device.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>

#include <catch2/catch.hpp>

#include "core/cpus.h"
#include "core/error.h"

using namespace hybrid;
using namespace hybrid::nets;
using Catch::Matchers::Contains;

TEST_CASE("the device is the one asked for, and by default a GPU if there is one", "[nets]") {
  REQUIRE(choose_device(config::Compute::cpu) == torch::Device(torch::kCPU));
  REQUIRE(choose_device(config::Compute::automatic).is_cuda() == torch::cuda::is_available());
}

TEST_CASE("asking for a GPU that is not there cannot be met, and the message says what can", "[nets]") {
  if (torch::cuda::is_available()) {
    REQUIRE(choose_device(config::Compute::cuda).is_cuda());
    return;
  }
  REQUIRE_THROWS_AS(choose_device(config::Compute::cuda), Infeasible);
  REQUIRE_THROWS_WITH(choose_device(config::Compute::cuda),
                      Contains("compute: cuda requested") && Contains("use cpu or auto"));
}

TEST_CASE("LibTorch's build and the kernels in use are told", "[nets]") {
  const auto libraries = torch_libraries();
  REQUIRE(libraries.at("torch") == torch_version());
  REQUIRE_THAT(libraries.at("torch_build"), Contains("GCC") || Contains("clang"));
  REQUIRE_THAT(libraries.at("torch_build"), !Contains("\n"));
  REQUIRE_FALSE(libraries.at("torch_kernels").empty());
  REQUIRE_FALSE(libraries.at("onednn").empty());
}

TEST_CASE("threads are set as asked, 0 meaning as many as can run, and algorithms are deterministic",
          "[nets]") {
  Logger log(Verbosity::quiet);
  const int before = at::get_num_threads();
  REQUIRE(set_up_torch(1, log) == 1);
  REQUIRE(at::get_num_threads() == 1);
  REQUIRE(set_up_torch(0, log) == thread_limit().threads);
  REQUIRE(at::get_num_threads() == thread_limit().threads);
  REQUIRE(log.warnings().empty());
  REQUIRE(set_up_torch(1024, log) == thread_limit().threads);
  REQUIRE(log.warnings().size() == 1);
  REQUIRE(at::globalContext().deterministicAlgorithms());
  REQUIRE_THROWS_AS(set_up_torch(-1, log), InternalError);
  at::set_num_threads(before);
}

TEST_CASE("LibTorch says its version", "[nets]") {
  REQUIRE_THAT(torch_version(), Contains("."));
}
