#include "nets/fold_batch_norm.h"

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/error.h"

namespace hybrid::nets {
namespace {

void fold(std::vector<arch::LayerSpec>& layers);

struct Folder {
  void operator()(arch::ConvSpec& conv) const {
    conv.bias |= conv.batch_norm;
    conv.batch_norm = false;
  }
  void operator()(arch::BlockSpec& block) const {
    fold(block.body);
    if (block.projection) (*this)(*block.projection);
  }
  void operator()(arch::SqueezeExciteSpec&) const {}
  void operator()(arch::GlobalAveragePoolSpec&) const {}
  void operator()(arch::LinearSpec&) const {}
};

void fold(std::vector<arch::LayerSpec>& layers) {
  for (arch::LayerSpec& layer : layers) std::visit(Folder{}, layer);
}

/// The tensors of the original network by name.
using Tensors = torch::OrderedDict<std::string, torch::Tensor>;

void copy_parameters(const Tensors& from, const Network& to) {
  for (auto& item : to->named_parameters())
    if (const torch::Tensor* tensor = from.find(item.key())) item.value().copy_(*tensor);
}

/// Folds one convolution with its batch norm.
/// @param place the prefix "layers.3.body.1."
void fold_layer(const std::string& place, const torch::nn::BatchNorm2dImpl& norm, const Tensors& from,
                const Tensors& to) {
  const auto scale =
      norm.weight.to(torch::kFloat64) / (norm.running_var.to(torch::kFloat64) + norm.options.eps()).sqrt();
  const torch::Tensor* bias = from.find(place + "conv.bias");
  const auto mean = norm.running_mean.to(torch::kFloat64);
  const auto shift = norm.bias.to(torch::kFloat64) + (bias != nullptr ? *bias - mean : -mean) * scale;
  torch::Tensor weight = to[place + "conv.weight"];
  weight.copy_(from[place + "conv.weight"].to(torch::kFloat64) * scale.view({-1, 1, 1, 1}));
  torch::Tensor(to[place + "conv.bias"]).copy_(shift);
}

}  // namespace

arch::ArchSpec without_batch_norm(arch::ArchSpec spec) {
  fold(spec.layers);
  return spec;
}

Network fold_batch_norm(const Network& network) {
  const torch::NoGradGuard no_grad;
  const Tensors from = network->named_parameters();
  const torch::Device device = from.front().value().device();
  Network folded = build_network(without_batch_norm(network->spec()), SeedTree(0));
  folded->to(device);
  copy_parameters(from, folded);
  const Tensors to = folded->named_parameters();
  for (const auto& module : network->named_modules())
    if (const auto* norm = module.value()->as<torch::nn::BatchNorm2d>()) {
      const std::string& name = module.key();
      HYBRID_CHECK(name.ends_with("norm"), "batch norm '{}' belongs to no convolution", name);
      fold_layer(name.substr(0, name.size() - std::string_view("norm").size()), *norm, from, to);
    }
  return folded;
}

}  // namespace hybrid::nets
