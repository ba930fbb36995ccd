#pragma once
// Inference with a network that is split between device and cloud (arch/early_exit.h): batch norm folded, in
// fp32.

#include <torch/torch.h>

#include <functional>
#include <optional>

#include "arch/split_points.h"
#include "nets/inference_model.h"
#include "quant/calibration.h"
#include "quant/quantized_network.h"

namespace hybrid::nets {

/// Returns the features at the split point: float32 [b, channels, height, width], or [b, channels] after a
/// fully connected layer. Requires a network in evaluation mode.
torch::Tensor features_at(Network& network, const arch::SplitPoint& point, const torch::Tensor& images);

/// Returns a model with the mean of each channel at the split point instead of logits, [b, channels]: the
/// input of an exit's classifier.
InferenceModel pooled_features(const Network& network, const arch::SplitPoint& point);

/// Returns the device's network: the layers before the split point, and a classifier with `weight` [classes,
/// channels] and `bias` [classes] on their pooled features.
Network exit_network(const Network& network, const arch::SplitPoint& point, const torch::Tensor& weight,
                     const torch::Tensor& bias);

/// Returns the range of `seen`, extended by the features of these images. Requires a network in evaluation
/// mode.
/// @throws Infeasible if a feature is not finite
quant::Range feature_range(Network& network, const arch::SplitPoint& point, const torch::Tensor& images,
                           quant::Range seen = {});

/// Quantises to int8 and back: one scale and one zero point for the whole map, rounded to the nearest of 256
/// steps and clamped.
torch::Tensor through_int8(const torch::Tensor& features, const quant::Quantization& quantization);

/// Returns the whole network from image to logits, with the features of each batch sent through `link`. Its
/// MACs are those of the layers after the split point.
InferenceModel split_model_with_link(const Network& network, const arch::SplitPoint& point,
                                     std::function<torch::Tensor(const torch::Tensor&)> link);

/// The same with features sent in 8 bits by `quantization`, or unchanged without one.
InferenceModel split_model(const Network& network, const arch::SplitPoint& point,
                           const std::optional<quant::Quantization>& quantization);

}  // namespace hybrid::nets
