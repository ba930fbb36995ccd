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

namespace hybrid {
namespace {

using Catch::Matchers::Contains;

ArchSpec small(int classes = 10) {
  return find_arch("mobilenet-v3-small-050", {3, 32, 32}, classes).value();
}

Network build(const ArchSpec& spec, std::uint64_t seed) {
  return build_network(spec, SeedTree(seed));
}

TEST_CASE("a network's weights are its parameters and buffers by name", "[nets]") {
  const Network network = build(small(), 1);
  const TensorMap map = weights_of(network);
  REQUIRE(map.tensors.size() == network->parameters().size() + network->buffers().size());
  std::map<std::string, torch::Tensor> tensors;
  for (const auto& item : network->named_parameters()) tensors[item.key()] = item.value();
  for (const auto& item : network->named_buffers()) tensors[item.key()] = item.value();
  for (const NamedTensor& tensor : map.tensors) {
    INFO(tensor.name);
    REQUIRE(tensors.at(tensor.name).sizes().vec() == tensor.shape);
    if (tensor.type != TensorType::f32) continue;
    const std::vector<float> values = to_floats(tensor);
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
  for (const Dialect dialect : {Dialect::ours, Dialect::timm, Dialect::torchvision}) {
    write_safetensors(folder / "w", rename_weights(weights_of(written), small(), dialect, "w"));
    Network read = build(small(), 2);
    read->eval();
    REQUIRE(!torch::equal(read->forward(images.clone()), expected));
    REQUIRE(load_weights(read, folder / "w").empty());
    REQUIRE(torch::equal(read->forward(images.clone()), expected));
  }
}

TEST_CASE("a file that does not fit changes nothing", "[nets]") {
  const test::TemporaryFolder folder;
  write_safetensors(folder / "w", weights_of(build(small(100), 1)));
  Network network = build(small(10), 2);
  const TensorMap before = weights_of(network);
  REQUIRE_THAT(test::error_message<DataError>([&] { load_weights(network, folder / "w"); }),
               Contains("has 100 classes") && Contains("to have 10"));
  REQUIRE((weights_of(network).tensors == before.tensors));  // glog cannot print them
}

}  // namespace
}  // namespace hybrid
