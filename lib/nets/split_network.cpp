#include "nets/split_network.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "arch/early_exit.h"
#include "core/error.h"
#include "nets/fold_batch_norm.h"

namespace hybrid::nets {

namespace {

Network folded_copy(const Network& network) {
  Network folded = fold_batch_norm(network);
  folded->eval();
  return folded;
}

}  // namespace

torch::Tensor features_at(Network& network, const arch::SplitPoint& point, const torch::Tensor& images) {
  const torch::NoGradGuard no_grad;
  const torch::Device device = network->parameters().front().device();
  return network->run(images.to(device).contiguous(at::MemoryFormat::ChannelsLast), 0, point.layers);
}

InferenceModel pooled_features(const Network& network, const arch::SplitPoint& point) {
  Network folded = folded_copy(network);
  return {.name = network->spec().name + " after " + point.after,
          .input = network->spec().input,
          .classes = point.output.channels,
          .device = folded->parameters().front().device(),
          .forward = [folded, point](const torch::Tensor& images) mutable {
            return features_at(folded, point, images)
                .flatten(1)
                .reshape({images.size(0), point.output.channels, -1})
                .mean(2);
          }};
}

Network exit_network(const Network& network, const arch::SplitPoint& point, const torch::Tensor& weight,
                     const torch::Tensor& bias) {
  const torch::NoGradGuard no_grad;
  Network exit = build_network(arch::exit_arch(network->spec(), point), SeedTree(0));
  const std::string head = fmt::format("layers.{}.", exit->spec().layers.size() - 1);
  const auto copy_trunk = [&](const auto& from, const auto& to) {
    for (const auto& item : to)
      if (!item.key().starts_with(head)) torch::Tensor(item.value()).copy_(from[item.key()]);
  };
  copy_trunk(network->named_parameters(), exit->named_parameters());
  copy_trunk(network->named_buffers(), exit->named_buffers());
  auto parameters = exit->named_parameters();
  parameters[head + "weight"].copy_(weight);
  parameters[head + "bias"].copy_(bias);
  exit->eval();
  return exit;
}

torch::Tensor through_int8(const torch::Tensor& features, const quant::Quantization& quantization) {
  return torch::fake_quantize_per_tensor_affine(features, static_cast<double>(quantization.scale),
                                                quantization.zero_point, -128, 127);
}

quant::Range feature_range(Network& network, const arch::SplitPoint& point, const torch::Tensor& images,
                           quant::Range seen) {
  const torch::Tensor features = features_at(network, point, images);
  const float lowest = features.min().item<float>(), highest = features.max().item<float>();
  if (!std::isfinite(lowest) || !std::isfinite(highest))
    throw Infeasible(
        fmt::format("{} gives features after {} that are not finite", network->spec().name, point.after));
  return {.lowest = std::min(seen.lowest, lowest), .highest = std::max(seen.highest, highest)};
}

InferenceModel split_model(const Network& network, const arch::SplitPoint& point,
                           const std::optional<quant::Quantization>& quantization) {
  return split_model_with_link(network, point, [quantization](const torch::Tensor& features) {
    return quantization ? through_int8(features, *quantization) : features;
  });
}

InferenceModel split_model_with_link(const Network& network, const arch::SplitPoint& point,
                                     std::function<torch::Tensor(const torch::Tensor&)> link) {
  Network folded = folded_copy(network);
  return {.name = fmt::format("{}-behind-{}", network->spec().name, point.after),
          .input = network->spec().input,
          .classes = network->spec().classes,
          .macs = point.macs_after,
          .device = folded->parameters().front().device(),
          .forward = [folded, point, link = std::move(link)](const torch::Tensor& images) mutable {
            const torch::NoGradGuard no_grad;
            const torch::Tensor arrived = link(features_at(folded, point, images));
            return folded->run(arrived, point.layers, folded->spec().layers.size()).flatten(1);
          }};
}

}  // namespace hybrid::nets
