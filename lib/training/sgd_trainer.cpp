#include "training/sgd_trainer.h"

#include <chrono>
#include <cmath>
#include <numbers>

#include "core/error.h"
#include "core/interrupt.h"
#include "core/progress.h"
#include "core/text.h"
#include "nets/autocast.h"
#include "nets/tensors.h"
#include "nets/threads.h"

namespace hybrid::training {

double cosine_learning_rate(double peak, double warmup_fraction, std::int64_t step,
                            std::int64_t total_steps) {
  const double warmup = warmup_fraction * static_cast<double>(total_steps);
  const auto at = static_cast<double>(step);
  if (at < warmup) return peak * (at + 1) / (warmup + 1);
  const double share = (at - warmup) / (static_cast<double>(total_steps) - warmup);
  return peak * 0.5 * (1 + std::cos(std::numbers::pi * share));
}

namespace {

/// As usual, weight decay applies to weights, not to batch norm's parameters and biases (one-dimensional).
std::vector<torch::optim::OptimizerParamGroup> parameter_groups(const nets::Network& network,
                                                                const config::SgdConfig& sgd) {
  std::vector<torch::Tensor> weights, others;
  for (const auto& parameter : network->parameters())
    (parameter.dim() > 1 ? weights : others).push_back(parameter);
  const auto options = [&](double weight_decay) {
    return std::make_unique<torch::optim::SGDOptions>(
        torch::optim::SGDOptions(sgd.learning_rate).momentum(sgd.momentum).weight_decay(weight_decay));
  };
  std::vector<torch::optim::OptimizerParamGroup> groups;
  groups.emplace_back(weights, options(sgd.weight_decay));
  groups.emplace_back(others, options(0));
  return groups;
}

void set_learning_rate(torch::optim::SGD& optimizer, double learning_rate) {
  for (auto& group : optimizer.param_groups())
    static_cast<torch::optim::SGDOptions&>(group.options()).lr(learning_rate);
}

torch::Device device_of(const nets::Network& network) {
  return network->parameters().front().device();
}

}  // namespace

SgdTrainer::SgdTrainer(std::string phase, nets::Network network, TrainingImages images,
                       const config::SgdConfig& sgd, int epochs, config::Precision precision,
                       double label_smoothing, SeedTree seed, Logger& log)
    : phase_(std::move(phase)),
      network_(std::move(network)),
      images_(images),
      sgd_(sgd),
      epochs_(epochs),
      precision_(precision),
      label_smoothing_(label_smoothing),
      seed_(seed),
      augmentation_seed_(seed.at("augment")),
      log_(log),
      device_(device_of(network_)),
      optimizer_(parameter_groups(network_, sgd), torch::optim::SGDOptions(sgd.learning_rate)) {}

torch::Tensor SgdTrainer::cross_entropies(const torch::Tensor& logits, const torch::Tensor& labels,
                                          const torch::Tensor& soft_targets) const {
  namespace functional = torch::nn::functional;
  const auto losses = functional::cross_entropy(
      logits, labels,
      functional::CrossEntropyFuncOptions().reduction(torch::kNone).label_smoothing(label_smoothing_));
  if (!soft_targets.defined()) return losses;
  // Cross entropy is linear in the target, so a mixed target gives a mixture of losses.
  const auto taught = -(soft_targets * logits.log_softmax(1)).sum(1);
  return (1 - teacher_->weight) * losses + teacher_->weight * taught;
}

SgdTrainer::BatchResult SgdTrainer::step(const torch::Tensor& images, std::span<const std::size_t> batch,
                                         std::span<const float> weights, const torch::Tensor& soft_targets) {
  std::vector<std::size_t> rows;
  for (const auto i : batch) rows.push_back(images_.rows[i]);
  const auto labels = nets::label_tensor(images_.source, rows, device_);
  torch::Tensor outputs;
  {
    const nets::Autocast autocast(device_, precision_);
    outputs = network_->forward(images);
  }
  outputs = outputs.to(torch::kFloat32);
  const auto losses =
      losses_ ? losses_(outputs, labels, batch) : cross_entropies(outputs, labels, soft_targets);
  torch::Tensor loss;
  if (weights.empty()) {
    loss = losses.mean();
  } else {
    const auto w = torch::tensor(at::ArrayRef<float>(weights.data(), weights.size())).to(device_);
    loss = (losses * w).sum() / w.sum();
  }
  optimizer_.zero_grad();
  loss.backward();
  optimizer_.step();
  const auto classes = outputs.narrow(1, 0, images_.source.classes());  // further outputs are not classes
  return {loss.item<double>(), classes.argmax(1).eq(labels).sum().item<std::int64_t>()};
}

torch::Tensor SgdTrainer::teacher_logits_for(const transforms::SeededAugmentation& augmentation) const {
  std::vector<float> logits = teacher_->logits(augmentation);
  const auto n = static_cast<std::int64_t>(images_.rows.size());
  HYBRID_CHECK(n > 0 && logits.size() % images_.rows.size() == 0, "{} of the teacher's logits for {} images",
               logits.size(), n);
  const auto classes = static_cast<std::int64_t>(logits.size()) / n;
  return (torch::from_blob(logits.data(), {n, classes}) / teacher_->temperature).softmax(1);
}

EpochRecord SgdTrainer::run_epoch(int epoch, std::span<const float> weights, EpochProgress from,
                                  const std::function<void(const EpochProgress&)>& keep) {
  using Clock = std::chrono::steady_clock;
  const std::size_t n = images_.rows.size();
  HYBRID_CHECK(weights.empty() || weights.size() == n, "{} weights, {} images", weights.size(), n);
  const auto epoch_number = static_cast<std::uint64_t>(epoch);
  const auto batches =
      loading::shuffled_batches(n, static_cast<std::size_t>(sgd_.batch), seed_.at("shuffle", epoch_number));
  const auto steps = static_cast<std::int64_t>(batches.size());
  const transforms::SeededAugmentation augmentation{transforms::augmentation_of(sgd_),
                                                    augmentation_seed_.at("epoch", epoch_number)};
  torch::Tensor soft_targets;  // for all images, on the CPU
  if (teacher_) soft_targets = teacher_logits_for(augmentation);
  network_->train();
  const auto start = Clock::now();
  auto kept_at = start;

  loading::Batches to_load;
  std::size_t done = 0;  // images
  for (std::int64_t b = 0; b < steps; ++b) {
    const auto& batch = batches[static_cast<std::size_t>(b)];
    if (b < from.batches) {
      done += batch.size();
      continue;
    }
    to_load.emplace_back();
    for (const auto i : batch) to_load.back().push_back(images_.rows[i]);
  }
  if (from.batches > 0)
    log_.info("{:<12} epoch {:>2}/{}  resumes after batch {} of {}", phase_, epoch + 1, epochs_, from.batches,
              steps);
  Progress progress(log_, fmt::format("{} epoch {}/{}", phase_, epoch + 1, epochs_),
                    static_cast<std::int64_t>(n - done), "images");
  loading::BatchLoader loader(images_.source, std::move(to_load), {{images_.input, augmentation}},
                              {.threads = nets::most_threads()});

  EpochRecord record{.phase = phase_, .epoch = epoch + 1};
  EpochProgress at = from;
  std::vector<float> batch_weights;
  for (; at.batches < steps; ++at.batches) {
    if (keep && (interrupted() || Clock::now() - kept_at > checkpoint_interval_)) {
      keep(at);
      kept_at = Clock::now();
    }
    throw_if_interrupted("what was trained is kept; repeat the command to resume");
    nets::adapt_threads();
    const auto loaded = loader.next();
    HYBRID_CHECK(loaded.has_value(), "no batch {} of {}", at.batches + 1, steps);
    const auto& batch = batches[static_cast<std::size_t>(at.batches)];
    batch_weights.clear();
    if (!weights.empty())
      for (const auto i : batch) batch_weights.push_back(weights[i]);
    record.learning_rate = cosine_learning_rate(sgd_.learning_rate, sgd_.warmup_fraction,
                                                epoch * steps + at.batches, epochs_ * steps);
    set_learning_rate(optimizer_, record.learning_rate);
    torch::Tensor batch_targets;
    if (soft_targets.defined()) {
      const std::vector<std::int64_t> chosen(batch.begin(), batch.end());
      batch_targets = soft_targets.index_select(0, torch::tensor(chosen)).to(device_);
    }
    const auto images = nets::image_tensor(loaded->pixels.front(), loader.shapes().front(),
                                           images_.input.normalization, device_);
    const BatchResult result = step(images, batch, batch_weights, batch_targets);
    if (!std::isfinite(result.loss))
      throw Infeasible(fmt::format("{}: the loss is {} in epoch {}; lower learning_rate (now {})", phase_,
                                   result.loss, epoch + 1, shortest(sgd_.learning_rate)));
    at.loss += result.loss * static_cast<double>(batch.size()) / static_cast<double>(n);
    at.right += result.right;
    progress.advance(static_cast<std::int64_t>(batch.size()));
  }
  record.loss = at.loss;
  record.accuracy = static_cast<double>(at.right) / static_cast<double>(n);
  const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  log_.info("{:<12} epoch {:>2}/{}  loss {:.4f}  {:.2f} % right in training  {:>6.0f} images/s  {}", phase_,
            epoch + 1, epochs_, record.loss, 100 * record.accuracy, static_cast<double>(n - done) / seconds,
            format_duration(seconds));
  return record;
}

}  // namespace hybrid::training
