#pragma once
// The classifier of an early exit, trained on a trunk that stays as it is: the trunk's pooled features are
// computed once, and on them the classifier is a softmax regression. BranchyNet trains exits and trunk
// together, which changes the cloud's answers; Kag et al. 2022 (A.2) train "an exit classifier".

#include <torch/torch.h>

#include <string>

#include "config/optimizer.h"
#include "core/log.h"
#include "core/seed.h"

namespace hybrid {

/// logits = weight features + bias
struct ExitHead {
  torch::Tensor weight;  ///< [classes, channels]
  torch::Tensor bias;    ///< [classes]
  double loss = 0;       ///< mean cross entropy over the last epoch, while training
  double accuracy = 0;   ///< likewise
};

/// What the heads are trained with. Their features are standardised, so that one learning rate serves every
/// layer.
inline const SgdConfig kExitSgd{
    .learning_rate = 0.1, .weight_decay = 1e-5, .batch = 256, .augment = Augment::none};

/// From zero, by SGD on standardised features; the standardisation is then folded into the weights.
/// Determined by the seed. @param features [n, channels], @param labels int64 [n] in {0, ..., classes - 1}
/// @throws Interrupted between batches
ExitHead train_exit_head(const torch::Tensor& features, const torch::Tensor& labels, int classes,
                         const SgdConfig& sgd, int epochs, SeedTree seed);

}  // namespace hybrid
