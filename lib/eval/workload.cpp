#include "eval/workload.h"

#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/text.h"
#include "core/units.h"

namespace hybrid::eval {

namespace {

/// Returns `meta[key]` as a number of `unit`, or std::nullopt if there is none.
std::optional<double> amount(const predictions::PredictionSet& set, const char* key, std::string_view unit) {
  if (!set.meta.is_object() || !set.meta.contains(key)) return std::nullopt;
  const auto& value = set.meta.at(key);
  std::optional<double> number;
  if (value.is_number()) number = value.get<double>();
  if (value.is_string()) number = parse_quantity(value.get<std::string>(), unit);
  if (!number || !(*number >= 0)) {
    const std::string_view written = quantity_words(unit);
    throw DataError(set.source,
                    fmt::format("meta.{} is {}, must be a number >= 0{}{}{}", key, value.dump(),
                                written.empty() ? "" : " ", written,
                                value.is_string() ? unit_advice(value.get<std::string>(), unit) : ""));
  }
  return number;
}

/// Returns `meta[key]` as a number of MACs or bytes.
std::optional<double> count(const predictions::PredictionSet& set, const char* key, std::string_view unit) {
  const auto number = amount(set, key, unit);
  if (!number) return number;
  if (const std::string advice = count_advice(*number, unit); !advice.empty())
    throw DataError(set.source, fmt::format("meta.{} is {}, {}", key, shortest(*number), advice));
  return number;
}

}  // namespace

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

std::optional<double> macs_of(const predictions::PredictionSet& set) {
  return count(set, "macs", "MACs");
}

cost::Workload workload_of(const predictions::PredictionPair& pair) {
  cost::Workload workload{.base_macs = macs_of(pair.base),
                          .cloud_macs = macs_of(pair.cloud),
                          .input_bytes = count(pair.base, "input_bytes", "bytes")};
  if (const auto pixels = amount(pair.cloud, "encoded_pixels", ""))
    workload.encoding = {payload_of(pair.cloud).value_or(cost::Payload{cost::PayloadFormat::jpeg}).format,
                         *pixels};
  if (const auto values = amount(pair.cloud, "encoded_values", "")) {
    const auto head = count(pair.cloud, "device_macs", "MACs");
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
