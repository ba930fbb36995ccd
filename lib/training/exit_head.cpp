#include "training/exit_head.h"

#include "core/error.h"
#include "core/interrupt.h"
#include "loading/batches.h"
#include "training/sgd_trainer.h"

namespace hybrid::training {

namespace {

/// Mean and deviation of each column; 1 for the deviation of a constant column.
struct Standardization {
  torch::Tensor mean, deviation;  ///< [channels]

  explicit Standardization(const torch::Tensor& features) {
    const torch::Tensor wide = features.to(torch::kFloat64);
    mean = wide.mean(0).to(torch::kFloat32);
    deviation = wide.std(0, /*unbiased=*/false).to(torch::kFloat32);
    deviation.masked_fill_(deviation < 1e-6, 1);
  }
};

}  // namespace

ExitHead train_exit_head(const torch::Tensor& features, const torch::Tensor& labels, int classes,
                         const config::SgdConfig& sgd, int epochs, SeedTree seed) {
  const auto n = static_cast<std::size_t>(features.size(0));
  HYBRID_CHECK(n > 0 && labels.size(0) == features.size(0), "{} labels for {} rows of features",
               labels.size(0), n);
  const Standardization standard(features);
  const torch::Tensor inputs = (features - standard.mean) / standard.deviation;
  const torch::Tensor weight = torch::zeros({classes, features.size(1)}).requires_grad_();
  const torch::Tensor bias = torch::zeros({classes}).requires_grad_();
  torch::optim::SGD optimizer(
      {weight, bias},
      torch::optim::SGDOptions(sgd.learning_rate).momentum(sgd.momentum).weight_decay(sgd.weight_decay));

  ExitHead head;
  for (int epoch = 0; epoch < epochs; ++epoch) {
    const auto batches = loading::shuffled_batches(n, static_cast<std::size_t>(sgd.batch),
                                                   seed.at("shuffle", static_cast<std::uint64_t>(epoch)));
    const auto steps = static_cast<std::int64_t>(batches.size());
    head.loss = head.accuracy = 0;
    for (std::int64_t b = 0; b < steps; ++b) {
      throw_if_interrupted("finished split points are kept; repeat the command to resume with the others");
      const auto& batch = batches[static_cast<std::size_t>(b)];
      const std::vector<std::int64_t> chosen(batch.begin(), batch.end());
      const torch::Tensor rows = torch::tensor(chosen);
      const torch::Tensor y = labels.index_select(0, rows);
      const double rate =
          cosine_learning_rate(sgd.learning_rate, sgd.warmup_fraction, epoch * steps + b, epochs * steps);
      static_cast<torch::optim::SGDOptions&>(optimizer.param_groups().front().options()).lr(rate);
      const torch::Tensor logits = torch::addmm(bias, inputs.index_select(0, rows), weight.t());
      const torch::Tensor loss = torch::nn::functional::cross_entropy(logits, y);
      optimizer.zero_grad();
      loss.backward();
      optimizer.step();
      const double share = static_cast<double>(batch.size()) / static_cast<double>(n);
      head.loss += share * loss.item<double>();
      head.accuracy += share * logits.argmax(1).eq(y).to(torch::kFloat64).mean().item<double>();
    }
  }
  // Rewrites weight ((f - mean) / deviation) + bias as a linear function of f.
  const torch::NoGradGuard no_grad;
  head.weight = weight.detach() / standard.deviation;
  head.bias = bias.detach() - head.weight.mv(standard.mean);
  return head;
}

}  // namespace hybrid::training
