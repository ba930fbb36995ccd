#pragma once
// A network cut in two (arch/early_exit.h), as it answers: batch norm folded, in fp32.

#include <torch/torch.h>

#include <functional>
#include <optional>

#include "arch/split_points.h"
#include "nets/inference_model.h"
#include "quant/calibration.h"
#include "quant/quantized_network.h"

namespace hybrid {

/// What comes out of the layers before the cut: float32 [b, channels, height, width], or [b, channels] after
/// a layer that is fully connected. `network` is in evaluation mode.
torch::Tensor features_at(Network& network, const SplitPoint& point, const torch::Tensor& images);

/// The means of each channel at the cut instead of logits: what an exit's classifier sees. [b, channels]
InferenceModel pooled_features(const Network& network, const SplitPoint& point);

/// The device's network: the layers before the cut with a classifier of `weight` [classes, channels] and
/// `bias` [classes] on their pooled features.
Network exit_network(const Network& network, const SplitPoint& point, const torch::Tensor& weight,
                     const torch::Tensor& bias);

/// The smallest and the largest of `seen` and of the features of those images. `network` is in evaluation
/// mode.
/// @throws Infeasible for features that are not finite
Range feature_range(Network& network, const SplitPoint& point, const torch::Tensor& images, Range seen = {});

/// Affine: one scale and one zero point for the whole map, rounded to the nearest of 256 steps, clamped, and
/// back.
torch::Tensor through_int8(const torch::Tensor& features, const Quantization& quantization);

/// The whole network from image to logits, with what `link` makes of the features of a batch on their way to
/// the cloud. Its MACs are those of the layers after the cut.
InferenceModel cloud_behind_link(const Network& network, const SplitPoint& point,
                                 std::function<torch::Tensor(const torch::Tensor&)> link);

/// The same, with features that cross the link in 8 bits by `quantization`, or unchanged.
InferenceModel cloud_behind(const Network& network, const SplitPoint& point,
                            const std::optional<Quantization>& quantization);

}  // namespace hybrid
