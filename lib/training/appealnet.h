#pragma once
// AppealNet (Li et al., DAC 2021): a network for the device with two heads on one trunk. The approximator f1
// classifies, the predictor estimates with q in (0, 1) whether this prediction suffices; inputs with a small
// q are sent. Both are trained jointly against a fixed cloud model f0 whose loss on each training image is
// known (the white-box setting of that paper):
//
//     mean over the images of  q l(f1(x), y) + (1 - q) l(f0(x), y) + beta (-log q)
//
// with l the cross entropy. For given losses its minimum is at q = min(1, beta / (l(f1) - l(f0))): q falls as
// the excess loss of keeping the input grows, but it is not a probability of any event.
//
// The heads share all layers but the last: the network is the base with an additional output, the logit of q.

#include <torch/torch.h>

#include <span>
#include <vector>

#include "arch/arch_spec.h"
#include "nets/network.h"

namespace hybrid::training {

/// Returns the architecture with the predictor as an additional last output.
/// @throws Infeasible unless the base ends in a fully connected layer without activation
arch::ArchSpec with_predictor(arch::ArchSpec base);

/// Returns a network with the base's trunk and approximator, on its device; the predictor is drawn from
/// `seed`.
nets::Network appealnet_from(const nets::Network& base, SeedTree seed);

/// Returns the losses l(f(x), y) of all images, [n], from row-major logits [n, classes] and labels [n].
torch::Tensor label_losses(std::span<const float> logits, const torch::Tensor& labels);

/// Returns the loss of each image, [b].
/// @param outputs [b, classes + 1], the logits of f1 and of q
/// @param cloud_losses l(f0(x), y): [b]
torch::Tensor appealnet_losses(const torch::Tensor& outputs, const torch::Tensor& labels,
                               const torch::Tensor& cloud_losses, double beta);

}  // namespace hybrid::training
