#include "nets/weights.h"

#include <cstring>
#include <map>

#include "core/error.h"
#include "weights/dialects.h"
#include "weights/match.h"

namespace hybrid::nets {

namespace {

/// Returns parameters and buffers by name, which share their storage with the network's.
std::map<std::string, torch::Tensor> tensors_of(const Network& network) {
  std::map<std::string, torch::Tensor> tensors;
  for (const auto& item : network->named_parameters()) tensors.emplace(item.key(), item.value());
  for (const auto& item : network->named_buffers()) tensors.emplace(item.key(), item.value());
  return tensors;
}

torch::Dtype torch_type(weights::TensorType type) {
  HYBRID_CHECK(type == weights::TensorType::f32 || type == weights::TensorType::i64,
               "a network has no tensors of {}", name_of(type));
  return type == weights::TensorType::f32 ? torch::kFloat32 : torch::kInt64;
}

}  // namespace

std::vector<std::string> load_weights(Network& network, const std::filesystem::path& path) {
  weights::TensorMap map = weights::read_weights_for(network->spec(), path);
  const std::map<std::string, torch::Tensor> tensors = tensors_of(network);
  HYBRID_CHECK(map.tensors.size() == tensors.size(), "{} tensors read, {} has {}", map.tensors.size(),
               network->spec().name, tensors.size());
  const torch::NoGradGuard no_grad;
  for (weights::NamedTensor& tensor : map.tensors) {
    const auto target = tensors.find(tensor.name);
    HYBRID_CHECK(target != tensors.end(), "the network has no tensor '{}'", tensor.name);
    torch::Tensor destination = target->second;
    destination.copy_(torch::from_blob(tensor.bytes.data(), tensor.shape, torch_type(tensor.type)));
  }
  return map.notes;
}

weights::TensorMap weights_of(const Network& network) {
  const std::map<std::string, torch::Tensor> tensors = tensors_of(network);
  const std::vector<weights::TensorName> names =
      weights::tensor_names(weights::Dialect::ours, network->spec()).value();
  weights::TensorMap map;
  for (const weights::TensorName& name : names) {
    const auto found = tensors.find(name.ours);
    HYBRID_CHECK(found != tensors.end(), "the network has no tensor '{}'", name.ours);
    const weights::TensorType type = name.is_counter ? weights::TensorType::i64 : weights::TensorType::f32;
    const torch::Tensor tensor = found->second.detach().to(torch::kCPU, torch_type(type)).contiguous();
    weights::NamedTensor& copy =
        map.tensors.emplace_back(weights::NamedTensor{name.ours, type, tensor.sizes().vec(), {}});
    copy.bytes.resize(static_cast<std::size_t>(tensor.numel()) * weights::element_bytes(type));
    std::memcpy(copy.bytes.data(), tensor.data_ptr(), copy.bytes.size());
  }
  return map;
}

}  // namespace hybrid::nets
