#include "nets/autocast.h"

#include <catch2/catch.hpp>

using namespace hybrid;
using namespace hybrid::nets;

namespace {

torch::ScalarType type_of_a_product() {
  return torch::mm(torch::ones({2, 2}), torch::ones({2, 2})).scalar_type();
}

}  // namespace

TEST_CASE("products are bf16 within a bf16 scope and nowhere else", "[nets]") {
  REQUIRE(type_of_a_product() == torch::kFloat32);
  {
    const Autocast scope(torch::kCPU, config::Precision::bf16);
    REQUIRE(type_of_a_product() == torch::kBFloat16);
  }
  REQUIRE(type_of_a_product() == torch::kFloat32);
  const Autocast scope(torch::kCPU, config::Precision::fp32);
  REQUIRE(type_of_a_product() == torch::kFloat32);
}

TEST_CASE("a scope within a scope ends as it began", "[nets]") {
  const Autocast outer(torch::kCPU, config::Precision::bf16);
  { const Autocast inner(torch::kCPU, config::Precision::bf16); }
  REQUIRE(type_of_a_product() == torch::kBFloat16);
  {
    const Autocast inner(torch::kCPU, config::Precision::fp32);
    REQUIRE(type_of_a_product() == torch::kFloat32);
  }
  REQUIRE(type_of_a_product() == torch::kBFloat16);
}

TEST_CASE("a scope sees the weights as they are when it begins", "[nets]") {
  torch::nn::Linear linear(1, 1);
  const auto output = [&] {
    const Autocast scope(torch::kCPU, config::Precision::bf16);
    return linear(torch::ones({1, 1})).item<float>();
  };
  const auto set = [&](float weight) {
    const torch::NoGradGuard no_grad;
    linear->weight.fill_(weight);
    linear->bias.zero_();
  };
  set(2.0F);
  REQUIRE(output() == 2.0F);
  set(3.0F);
  REQUIRE(output() == 3.0F);
}
