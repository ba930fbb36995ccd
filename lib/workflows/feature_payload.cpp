#include <torch/torch.h>  // must precede all headers that may define CHECK

#include "workflows/feature_payload.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "arch/count.h"
#include "core/text.h"
#include "cost/payload.h"
#include "nets/fold_batch_norm.h"
#include "nets/predict.h"
#include "nets/split_network.h"
#include "quant/quantize.h"

namespace hybrid::workflows {

namespace {

quant::Range range_over(const nets::Network& network, const arch::SplitPoint& point,
                        const torch::Tensor& images) {
  nets::Network folded = nets::fold_batch_norm(network);
  folded->eval();
  quant::Range range;
  for (const torch::Tensor& batch : images.split(static_cast<std::int64_t>(nets::kBatchOnCpu)))
    range = nets::feature_range(folded, point, batch, range);
  return range;
}

}  // namespace

FeaturePayload send_features(const nets::Network& network, const arch::SplitPoint& point,
                             const torch::Tensor& calibration, Logger& log) {
  const quant::Range range = range_over(network, point, calibration);
  FeaturePayload features{.point = point, .link = {}, .model = {}};
  features.link = std::make_shared<nets::FeatureLink>(quant::quantization_of(range));
  features.model = nets::split_model_with_link(
      network, point, [link = features.link](const auto& sent) { return link->send(sent); });
  const arch::ArchCount head = arch::device_part(count(network->spec()), point);
  log.info(
      "the device runs {} up to layer {}: {} MACs, in int8 {} bytes of weights and {} of SRAM; features "
      "from {:.4g} to {:.4g}",
      network->spec().name, point.after, with_thousands(head.macs), with_thousands(head.weight_bytes_int8),
      with_thousands(head.sram_bytes_int8), range.lowest, range.highest);
  return features;
}

void add_features(nlohmann::json& meta, const FeaturePayload& features) {
  const arch::SplitPoint& point = features.point;
  const quant::Quantization& quantization = features.link->quantization();
  meta["payload"] = to_string(cost::Payload{.format = cost::PayloadFormat::features, .after = point.after});
  meta["payload_side"] = features.model.input.height;
  meta["input_bytes"] = point.bytes_int8();
  meta["encoded_values"] = point.output.elements();
  meta["device_macs"] = point.macs_before;
  meta["quantization"] = {{"scale", quantization.scale}, {"zero_point", quantization.zero_point}};
}

}  // namespace hybrid::workflows
