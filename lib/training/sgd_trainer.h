#pragma once
// Training one network by SGD with momentum and a cosine schedule, an epoch at a time. Everything random
// follows from the seed, the number of the epoch and of the batch, so that training can stop after any batch
// and go on as if it had not.

#include <torch/torch.h>

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "config/network.h"
#include "core/log.h"
#include "core/seed.h"
#include "loading/batch_loader.h"
#include "nets/network.h"

namespace hybrid {

/// A row of train_log.csv.
struct EpochRecord {
  std::string phase;         ///< "base", "cloud", "hybrid base", "control", "appealnet"
  int epoch = 0;             ///< from 1
  double loss = 0;           ///< mean over the epoch, as minimised
  double accuracy = 0;       ///< on the augmented training images, while training
  double learning_rate = 0;  ///< at the end of the epoch
};

/// How far an epoch has come, and what its record is made of so far.
struct EpochProgress {
  std::int64_t batches = 0;
  double loss = 0;
  std::int64_t right = 0;  ///< images
  bool operator==(const EpochProgress&) const = default;
};

/// Rises linearly from 0 over the first `warmup_fraction` of all steps, then falls as a half cosine to 0.
double cosine_learning_rate(double peak, double warmup_fraction, std::int64_t step, std::int64_t total_steps);

/// The images a network is trained on.
struct TrainingImages {
  const ImageSource& source;
  std::span<const std::size_t> rows;
  const Preprocessing& input;
};

/// What a network learns from beside the labels: another's answers about the very views that it sees itself.
struct Teacher {
  /// Logits [rows, classes] about those views of the trainer's images, row by row.
  std::function<std::vector<float>(const SeededAugmentation& augmentation)> answers;
  double weight = 0;
  double temperature = 1;
};

/// Losses [batch], one an image, of a network's outputs [batch, outputs] about images with `labels` [batch].
/// `batch` holds their places among the trainer's images, for what else is known of each.
using ImageLosses = std::function<torch::Tensor(const torch::Tensor& outputs, const torch::Tensor& labels,
                                                std::span<const std::size_t> batch)>;

class SgdTrainer {
 public:
  /// @param phase for log and progress; @param epochs in all, which sets the schedule
  SgdTrainer(std::string phase, Network network, TrainingImages images, const SgdConfig& sgd, int epochs,
             Precision precision, double label_smoothing, SeedTree seed, Logger& log);

  /// From now on the views of an epoch follow from `views` and the epoch's number instead of the trainer's
  /// own seed.
  void share_augmentation(SeedTree augmentation) { augmentation_seed_ = augmentation; }
  /// From now on each image's target is (1 - weight) label + weight softmax(teacher's logits / temperature).
  void learn_from(Teacher teacher) { teacher_ = std::move(teacher); }
  /// From now on these losses are minimised instead of the cross entropy with the labels.
  void minimise(ImageLosses losses) { losses_ = std::move(losses); }

  /// From now on an epoch is kept so often while it runs, instead of every ten minutes: what a crash may
  /// cost.
  void keep_every(std::chrono::steady_clock::duration interval) { kept_every_ = interval; }

  /// Epoch `epoch` (from 0). `weights`, one per row of the images or none, multiply the loss of each image; a
  /// batch's loss is its weighted mean, so that weights shift attention but not the size of a step.
  /// Batches before `from` are not trained: the network and the optimizer are as `keep` found them then.
  /// `keep` is called between batches every so often and before Interrupted is thrown. @throws Interrupted
  /// between batches
  EpochRecord run_epoch(int epoch, std::span<const float> weights = {}, EpochProgress from = {},
                        const std::function<void(const EpochProgress&)>& keep = {});

  const std::string& phase() const { return phase_; }
  Network network() const { return network_; }
  torch::optim::SGD& optimizer() { return optimizer_; }

 private:
  struct BatchResult {
    double loss;
    std::int64_t right;
  };
  /// One step on `images`, prepared, which are those at these places. `soft_targets`: [batch, classes], or
  /// undefined without a teacher.
  BatchResult step(const torch::Tensor& images, std::span<const std::size_t> batch,
                   std::span<const float> weights, const torch::Tensor& soft_targets);
  torch::Tensor cross_entropies(const torch::Tensor& logits, const torch::Tensor& labels,
                                const torch::Tensor& soft_targets) const;

  /// softmax(the teacher's logits / temperature): [rows, classes].
  torch::Tensor teacher_logits_for(const SeededAugmentation& augmentation) const;

  std::string phase_;
  Network network_;
  TrainingImages images_;
  SgdConfig sgd_;
  int epochs_;
  Precision precision_;
  double label_smoothing_;
  SeedTree seed_;
  SeedTree augmentation_seed_;
  std::optional<Teacher> teacher_;
  std::chrono::steady_clock::duration kept_every_ = std::chrono::minutes(10);
  ImageLosses losses_;  ///< none: cross_entropies
  Logger& log_;
  torch::Device device_;
  torch::optim::SGD optimizer_;
};

}  // namespace hybrid
