#pragma once
// Training of one network by SGD with momentum and a cosine schedule, one epoch at a time. All random numbers
// depend only on the seed and the numbers of epoch and batch, so training can stop after any batch and resume
// exactly.

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

namespace hybrid::training {

/// A row of train_log.csv.
struct EpochRecord {
  std::string phase;         ///< "base", "cloud", "hybrid base", "control", "appealnet"
  int epoch = 0;             ///< from 1
  double loss = 0;           ///< mean over the epoch, as minimised
  double accuracy = 0;       ///< on the augmented training images, while training
  double learning_rate = 0;  ///< at the end of the epoch
};

/// The progress of an epoch and the sums for its record.
struct EpochProgress {
  std::int64_t batches = 0;
  double loss = 0;
  std::int64_t right = 0;  ///< images
  bool operator==(const EpochProgress&) const = default;
};

/// Returns the learning rate, which rises linearly from 0 over the first `warmup_fraction` of all steps, then
/// falls to 0 as a half cosine.
double cosine_learning_rate(double peak, double warmup_fraction, std::int64_t step, std::int64_t total_steps);

/// The training images of a network.
struct TrainingImages {
  const images::ImageSource& source;
  std::span<const std::size_t> rows;
  const transforms::Preprocessing& input;
};

/// A teacher for knowledge distillation: its outputs on the same augmented images are targets in addition to
/// the labels.
struct Teacher {
  /// Returns the logits [rows, classes], row-major, on the trainer's images with this augmentation.
  std::function<std::vector<float>(const transforms::SeededAugmentation& augmentation)> logits;
  double weight = 0;
  double temperature = 1;
};

/// Returns the loss of each image, [batch], from a network's outputs [batch, outputs] and `labels` [batch].
/// `batch` has the indices of the images among the trainer's, to look up further data.
using ImageLosses = std::function<torch::Tensor(const torch::Tensor& outputs, const torch::Tensor& labels,
                                                std::span<const std::size_t> batch)>;

class SgdTrainer {
 public:
  /// @param phase for log and progress
  /// @param epochs total number, which determines the schedule
  SgdTrainer(std::string phase, nets::Network network, TrainingImages images, const config::SgdConfig& sgd,
             int epochs, config::Precision precision, double label_smoothing, SeedTree seed, Logger& log);

  /// From now on, the augmentation of an epoch depends on `augmentation` and the epoch's number instead of
  /// the trainer's own seed.
  void share_augmentation(SeedTree augmentation) { augmentation_seed_ = augmentation; }
  /// From now on, each image's target is (1 - weight) label + weight softmax(teacher's logits / temperature).
  void learn_from(Teacher teacher) { teacher_ = std::move(teacher); }
  /// From now on, these losses are minimised instead of the cross entropy with the labels.
  void minimise(ImageLosses losses) { losses_ = std::move(losses); }

  /// Sets how often `keep` is called during an epoch; by default every ten minutes. A crash loses at most
  /// this time.
  void checkpoint_every(std::chrono::steady_clock::duration interval) { checkpoint_interval_ = interval; }

  /// Trains epoch `epoch` (from 0). `weights`, one per image or none, multiply the loss of each image; a
  /// batch's loss is the weighted mean, so that weights do not change the size of a step. Batches before
  /// `from` are skipped: network and optimiser must be in the state of the `keep` call with this progress.
  /// `keep` is called between batches at intervals, and before Interrupted is thrown.
  /// @throws Interrupted between batches
  EpochRecord run_epoch(int epoch, std::span<const float> weights = {}, EpochProgress from = {},
                        const std::function<void(const EpochProgress&)>& keep = {});

  const std::string& phase() const { return phase_; }
  nets::Network network() const { return network_; }
  torch::optim::SGD& optimizer() { return optimizer_; }

 private:
  struct BatchResult {
    double loss;
    std::int64_t right;
  };
  /// Trains one step on the preprocessed `images` with indices `batch`.
  /// @param soft_targets [batch, classes], or undefined without a teacher
  BatchResult step(const torch::Tensor& images, std::span<const std::size_t> batch,
                   std::span<const float> weights, const torch::Tensor& soft_targets);
  torch::Tensor cross_entropies(const torch::Tensor& logits, const torch::Tensor& labels,
                                const torch::Tensor& soft_targets) const;

  /// Returns softmax(teacher's logits / temperature), [rows, classes].
  torch::Tensor teacher_logits_for(const transforms::SeededAugmentation& augmentation) const;

  std::string phase_;
  nets::Network network_;
  TrainingImages images_;
  config::SgdConfig sgd_;
  int epochs_;
  config::Precision precision_;
  double label_smoothing_;
  SeedTree seed_;
  SeedTree augmentation_seed_;
  std::optional<Teacher> teacher_;
  std::chrono::steady_clock::duration checkpoint_interval_ = std::chrono::minutes(10);
  ImageLosses losses_;  ///< empty: cross_entropies
  Logger& log_;
  torch::Device device_;
  torch::optim::SGD optimizer_;
};

}  // namespace hybrid::training
