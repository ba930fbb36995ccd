#include <nlohmann/json.hpp>

#include "core/error.h"
#include "eval/methods.h"

namespace hybrid::eval {

cost::MeasuredInputs measured_inputs(const predictions::PredictionPair& pair) {
  return {
      .payload_bytes = pair.base.payload_bytes.empty() ? pair.cloud.payload_bytes : pair.base.payload_bytes,
      .device_latency_ms = pair.base.latency_ms,
      .cloud_latency_ms = pair.cloud.latency_ms};
}

std::optional<cost::Payload> payload_of(const predictions::PredictionSet& set) {
  if (!set.meta.is_object() || !set.meta.contains("payload")) return std::nullopt;
  const auto& word = set.meta.at("payload");
  if (!word.is_string())
    throw DataError(set.source, fmt::format("meta.payload is {}, must be text such as jpeg:75", word.dump()));
  try {
    return cost::parse_payload("meta.payload", word.get<std::string>());
  } catch (const InvalidArgument& error) {
    throw DataError(set.source, error.what());
  }
}

cost::Workload workload_of(const predictions::PredictionPair& pair) {
  const auto number = [](const predictions::PredictionSet& set, const char* key) -> std::optional<double> {
    if (!set.meta.is_object() || !set.meta.contains(key)) return std::nullopt;
    const auto& value = set.meta.at(key);
    if (!value.is_number() || value.get<double>() < 0)
      throw DataError(set.source, fmt::format("meta.{} is {}, must be a number >= 0", key, value.dump()));
    return value.get<double>();
  };
  cost::Workload workload{.base_macs = number(pair.base, "macs"),
                          .cloud_macs = number(pair.cloud, "macs"),
                          .input_bytes = number(pair.base, "input_bytes")};
  if (const auto pixels = number(pair.cloud, "encoded_pixels"))
    workload.encoding = {payload_of(pair.cloud).value_or(cost::Payload{cost::PayloadFormat::jpeg}).format,
                         *pixels};
  if (const auto values = number(pair.cloud, "encoded_values")) {
    const auto head = number(pair.cloud, "device_macs");
    if (!head)
      throw DataError(pair.cloud.source,
                      "meta.encoded_values is of features, so meta.device_macs must say what the layers "
                      "before them take on the device");
    workload.head_macs = *head;
    workload.encoding = {cost::PayloadFormat::features, *values};
  }
  return cost::with_means(workload, measured_inputs(pair));
}

}  // namespace hybrid::eval
