#include <torch/torch.h>

#include <catch2/catch.hpp>
#include <map>

#include "arch/catalog.h"
#include "core/error.h"
#include "nets/weights.h"
#include "support/error_message.h"
#include "support/temporary_folder.h"
#include "weights/dialects.h"
#include "weights/match.h"
#include "weights/safetensors.h"

namespace hybrid::nets {
namespace {

using Catch::Matchers::Contains;

arch::ArchSpec small(int classes = 10) {
  return arch::find_arch("mobilenet-v3-small-050", {3, 32, 32}, classes).value();
}

Network build(const arch::ArchSpec& spec, std::uint64_t seed) {
  return build_network(spec, SeedTree(seed));
}

TEST_CASE("a network's weights are its parameters and buffers by name", "[nets]") {
  const Network network = build(small(), 1);
  const weights::TensorMap map = weights_of(network);
  REQUIRE(map.tensors.size() == network->parameters().size() + network->buffers().size());
  std::map<std::string, torch::Tensor> tensors;
  for (const auto& item : network->named_parameters()) tensors[item.key()] = item.value();
  for (const auto& item : network->named_buffers()) tensors[item.key()] = item.value();
  for (const weights::NamedTensor& tensor : map.tensors) {
    INFO(tensor.name);
    REQUIRE(tensors.at(tensor.name).sizes().vec() == tensor.shape);
    if (tensor.type != weights::TensorType::f32) continue;
    const std::vector<float> values = weights::to_floats(tensor);
    const torch::Tensor expected = tensors.at(tensor.name).contiguous().flatten();
    for (std::size_t i = 0; i < values.size(); i += 97)
      REQUIRE(values[i] == expected[static_cast<std::int64_t>(i)].item<float>());
  }
}

TEST_CASE("weights written and loaded again give the same logits, in every dialect", "[nets]") {
  const test::TemporaryFolder folder;
  const torch::NoGradGuard no_grad;
  Network written = build(small(), 1);
  written->eval();
  const torch::Tensor images = torch::linspace(-1, 1, 2 * 3 * 32 * 32).reshape({2, 3, 32, 32});
  const torch::Tensor expected = written->forward(images.clone());
  for (const weights::Dialect dialect :
       {weights::Dialect::ours, weights::Dialect::timm, weights::Dialect::torchvision}) {
    weights::write_safetensors(folder / "w",
                               weights::rename_weights(weights_of(written), small(), dialect, "w"));
    Network read = build(small(), 2);
    read->eval();
    REQUIRE(!torch::equal(read->forward(images.clone()), expected));
    REQUIRE(load_weights(read, folder / "w").empty());
    REQUIRE(torch::equal(read->forward(images.clone()), expected));
  }
}

TEST_CASE("a file that does not fit changes nothing", "[nets]") {
  const test::TemporaryFolder folder;
  weights::write_safetensors(folder / "w", weights_of(build(small(100), 1)));
  Network network = build(small(10), 2);
  const weights::TensorMap before = weights_of(network);
  REQUIRE_THAT(test::error_message<DataError>([&] { load_weights(network, folder / "w"); }),
               Contains("has 100 classes") && Contains("to have 10"));
  REQUIRE((weights_of(network).tensors == before.tensors));  // glog cannot print them
}

}  // namespace
}  // namespace hybrid::nets
