#pragma once
// AppealNet (Li et al., DAC 2021): a network for the device with two heads on one trunk. The approximator f1
// answers, the predictor says with q in (0, 1) how far that answer will do; inputs with a small q are sent.
// Both are trained together against a fixed cloud network f0, whose loss on each training image is known (the
// paper's white-box setting):
//
//     mean over the images of  q l(f1(x), y) + (1 - q) l(f0(x), y) + beta (-log q)
//
// with l the cross entropy. For given losses its minimum is at q = min(1, beta / (l(f1) - l(f0))): q falls as
// the excess loss of keeping the input grows, but it is no probability of anything.
//
// The heads share all layers but the last: the network is the base's with one output more, the logit of q.

#include <torch/torch.h>

#include <span>
#include <vector>

#include "arch/arch_spec.h"
#include "nets/network.h"

namespace hybrid {

/// The same network with the predictor as its last output. @throws Infeasible unless it ends in a fully
/// connected layer without activation
ArchSpec with_predictor(ArchSpec base);

/// Trunk and approximator are the base's, on its device; the predictor is drawn from `seed`.
Network appealnet_from(const Network& base, SeedTree seed);

/// l(f(x), y) of each image: [n] from logits [n, classes] row by row and labels [n].
torch::Tensor label_losses(std::span<const float> logits, const torch::Tensor& labels);

/// The loss of each image: [b].
/// @param outputs [b, classes + 1], the logits of f1 and of q
/// @param cloud_losses l(f0(x), y): [b]
torch::Tensor appealnet_losses(const torch::Tensor& outputs, const torch::Tensor& labels,
                               const torch::Tensor& cloud_losses, double beta);

}  // namespace hybrid
