#pragma once
// The device runs the cloud network's first layers and sends their output.

#include <memory>
#include <nlohmann/json_fwd.hpp>

#include "arch/split_points.h"
#include "core/log.h"
#include "nets/feature_link.h"
#include "nets/inference_model.h"
#include "nets/network.h"

namespace hybrid::workflows {

/// A network split into two parts, and the link between them.
struct FeaturePayload {
  arch::SplitPoint point;
  std::shared_ptr<nets::FeatureLink> link;  ///< records what was sent once the model has predicted
  nets::InferenceModel model;               ///< from image to logits, through the link
};

/// Splits the network; the range of the features is determined on `calibration`, float32 [n, channels,
/// height, width].
/// @throws Infeasible if the features are not finite
FeaturePayload send_features(const nets::Network& network, const arch::SplitPoint& point,
                             const torch::Tensor& calibration, Logger& log);

/// Adds the properties that determine the cost of sending: payload, payload_side, input_bytes,
/// encoded_values, device_macs, quantization.
void add_features(nlohmann::json& meta, const FeaturePayload& features);

}  // namespace hybrid::workflows
