#pragma once
// A training task of a second: made-up images, one small network for both roles.

#include "training/hybrid_trainer.h"

#include <memory>

#include "arch/catalog.h"
#include "datasets/synthetic.h"
#include "support/dataset_source.h"

namespace hybrid::test {

inline config::SgdConfig quick_sgd(double learning_rate) {
  return {
      .learning_rate = learning_rate, .weight_decay = 1e-4, .batch = 50, .augment = config::Augment::none};
}

struct SmallTask {
  images::ImageDataset images = datasets::make_synthetic(1000, SeedTree(5)).dataset;
  DatasetSource source{images};
  training::HybridTask task{.images = source};

  explicit SmallTask(const std::filesystem::path& checkpoints) {
    task.parts = training::split_training_images(source, {.oracle_fraction = 0.2, .tune_fraction = 0.2},
                                                 SeedTree(6), {});
    const auto arch =
        arch::find_arch("separable-tiny", {images.channels, images.height, images.width}, images.classes);
    task.base = {.config = {.network = "separable-tiny", .pretrain = {.epochs = 1, .sgd = quick_sgd(0.02)}},
                 .arch = *arch};
    task.cloud = {.config = {.network = "separable-tiny", .pretrain = {.epochs = 3, .sgd = quick_sgd(0.1)}},
                  .arch = *arch};
    task.router.epochs = 5;
    task.training = {.update = config::UpdatedParts::router_base,
                     .epochs = 2,
                     .base = quick_sgd(0.01),
                     .cloud = quick_sgd(0.01)};
    task.checkpoints = checkpoints;
  }
  SmallTask(const SmallTask&) = delete;
};

/// Every parameter and buffer, bit by bit.
inline bool same_state(const nets::Network& a, const nets::Network& b) {
  const auto equal = [](const auto& x, const auto& y) {
    if (x.size() != y.size()) return false;
    for (std::size_t i = 0; i < x.size(); ++i)
      if (!torch::equal(x[i], y[i])) return false;
    return true;
  };
  return equal(a->parameters(), b->parameters()) && equal(a->buffers(), b->buffers());
}

}  // namespace hybrid::test
