#include "training/appealnet.h"

#include "core/error.h"

namespace hybrid::training {

namespace {

namespace functional = torch::nn::functional;

/// Copies `source` to the first rows of `target`, which may have more rows.
void copy_first_rows(const torch::Tensor& source, const torch::Tensor& target) {
  (source.dim() == 0 ? target : target.narrow(0, 0, source.size(0))).copy_(source);
}

torch::Tensor cross_entropies(const torch::Tensor& logits, const torch::Tensor& labels) {
  return functional::cross_entropy(logits, labels,
                                   functional::CrossEntropyFuncOptions().reduction(torch::kNone));
}

}  // namespace

arch::ArchSpec with_predictor(arch::ArchSpec base) {
  auto* last = base.layers.empty() ? nullptr : std::get_if<arch::LinearSpec>(&base.layers.back());
  if (last == nullptr || last->activation != arch::Activation::none)
    throw Infeasible(fmt::format(
        "appealnet needs a base that ends in a fully connected layer without activation; {} does not",
        base.name));
  last->outputs += 1;
  base.classes += 1;
  base.name += "-appealnet";
  return base;
}

nets::Network appealnet_from(const nets::Network& base, SeedTree seed) {
  nets::Network network = nets::build_network(with_predictor(base->spec()), seed.at("init"));
  network->to(base->parameters().front().device());
  const torch::NoGradGuard no_grad;
  auto parameters = network->named_parameters();
  for (const auto& item : base->named_parameters()) copy_first_rows(item.value(), parameters[item.key()]);
  auto buffers = network->named_buffers();
  for (const auto& item : base->named_buffers()) copy_first_rows(item.value(), buffers[item.key()]);
  return network;
}

torch::Tensor label_losses(std::span<const float> logits, const torch::Tensor& labels) {
  const auto n = labels.size(0);
  const auto size = static_cast<std::int64_t>(logits.size());
  HYBRID_CHECK(n > 0 && size % n == 0, "{} logits for {} labels", size, n);
  const auto all = torch::tensor(at::ArrayRef<float>(logits.data(), logits.size()));
  return cross_entropies(all.reshape({n, size / n}), labels);
}

torch::Tensor appealnet_losses(const torch::Tensor& outputs, const torch::Tensor& labels,
                               const torch::Tensor& cloud_losses, double beta) {
  const auto classes = outputs.size(1) - 1;
  const auto kept = cross_entropies(outputs.narrow(1, 0, classes), labels);
  const auto predictor = outputs.select(1, classes);
  const auto q = predictor.sigmoid();
  return q * kept + (1 - q) * cloud_losses.to(outputs.device()) - beta * torch::log_sigmoid(predictor);
}

}  // namespace hybrid::training
