#pragma once
// The classifier of an early exit, trained on a fixed trunk: a softmax regression on the trunk's pooled
// features, which are computed once. BranchyNet trains exits and trunk jointly, which changes the cloud's
// predictions; Kag et al. 2022 (A.2) train "an exit classifier".

#include <torch/torch.h>

#include <string>

#include "config/optimizer.h"
#include "core/log.h"
#include "core/seed.h"

namespace hybrid::training {

/// A linear classifier: logits = weight * features + bias.
struct ExitHead {
  torch::Tensor weight;  ///< [classes, channels]
  torch::Tensor bias;    ///< [classes]
  double loss = 0;       ///< mean cross entropy over the last epoch, while training
  double accuracy = 0;   ///< training accuracy over the last epoch
};

/// The hyperparameters of the heads. Features are standardised, so one learning rate suits every layer.
inline const config::SgdConfig kExitSgd{
    .learning_rate = 0.1, .weight_decay = 1e-5, .batch = 256, .augment = config::Augment::none};

/// Trains a head from zero weights by SGD on standardised features, and folds the standardisation into the
/// weights. Determined by the seed.
/// @param features [n, channels]
/// @param labels int64 [n] in {0, ..., classes - 1}
/// @throws Interrupted between batches
ExitHead train_exit_head(const torch::Tensor& features, const torch::Tensor& labels, int classes,
                         const config::SgdConfig& sgd, int epochs, SeedTree seed);

}  // namespace hybrid::training
