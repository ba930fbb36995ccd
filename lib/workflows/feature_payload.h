#pragma once
// The device runs the cloud network's first layers and sends what they give.

#include <memory>
#include <nlohmann/json_fwd.hpp>

#include "arch/split_points.h"
#include "core/log.h"
#include "nets/feature_link.h"
#include "nets/inference_model.h"
#include "nets/network.h"

namespace hybrid::workflows {

/// A network cut in two, and the link between its parts.
struct FeaturePayload {
  arch::SplitPoint point;
  std::shared_ptr<nets::FeatureLink> link;  ///< knows what was sent once the model has answered
  nets::InferenceModel model;               ///< from image to logits, over the link
};

/// Features in the range that they take over `calibration`, float32 [n, channels, height, width].
/// @throws Infeasible for features that are not finite
FeaturePayload send_features(const nets::Network& network, const arch::SplitPoint& point,
                             const torch::Tensor& calibration, Logger& log);

/// What is sent and what the device does for it, for whoever prices it: payload, payload_side, input_bytes,
/// encoded_values, device_macs, quantization.
void add_features(nlohmann::json& meta, const FeaturePayload& features);

}  // namespace hybrid::workflows
