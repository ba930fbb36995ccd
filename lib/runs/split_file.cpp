#include "runs/split_file.h"

#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/files.h"
#include "core/json.h"
#include "core/json_number.h"
#include "core/json_text.h"

namespace hybrid::runs {

using Json = nlohmann::ordered_json;

namespace {

/// Returns the result of `read` on a JSON file of the run.
/// @throws DataError if the file is not the expected JSON
template <class Read>
auto read_json(const FinishedRun& run, const char* name, Read read) {
  const auto path = run.verified(name);
  try {
    return read(parse_json<Json>(read_file(path), path));
  } catch (const nlohmann::json::exception& error) {
    throw DataError(path, fmt::format("is not what a split's run holds ({})", error.what()));
  }
}

}  // namespace

std::string to_json(const SplitSummary& split) {
  const auto quantization = [&]() -> Json {
    if (!split.quantization) return nullptr;
    return {{"scale", split.quantization->scale}, {"zero_point", split.quantization->zero_point}};
  };
  const Json json{{"schema_version", 1},
                  {"network", split.network},
                  {"split_after", split.after},
                  {"features", {split.features.channels, split.features.height, split.features.width}},
                  {"device_macs", split.device_macs},
                  {"cloud_macs", split.cloud_macs},
                  {"weight_bytes_int8", split.weight_bytes},
                  {"sram_bytes_int8", split.sram_bytes},
                  {"image_bytes", split.image_bytes},
                  {"bytes_int8", split.bytes_int8},
                  {"bytes_fp32", split.bytes_fp32},
                  {"format", name_of(split.format)},
                  {"quantization", quantization()},
                  {"exit_accuracy", split.exit_accuracy},
                  {"cloud_accuracy", split.cloud_accuracy},
                  {"whole_accuracy", split.whole_accuracy},
                  {"profile", split.profile},
                  {"sent_latency_ms", json_or_null(split.latency_ms)},
                  {"sent_energy_mj", json_or_null(split.energy_mj)},
                  {"whole_latency_ms", json_or_null(split.whole_latency_ms)},
                  {"whole_energy_mj", json_or_null(split.whole_energy_mj)}};
  return json_text(json);
}

SplitSummary read_split(const FinishedRun& run) {
  if (!run.has(kSplitFile))
    throw DataError(run.path(),
                    fmt::format("has no {}; `hybrid train-exits` makes runs that have", kSplitFile));
  return read_json(run, kSplitFile, [](const Json& json) {
    SplitSummary split{.network = json.at("network"),
                       .after = json.at("split_after"),
                       .device_macs = whole_number<std::int64_t>(json.at("device_macs")),
                       .cloud_macs = whole_number<std::int64_t>(json.at("cloud_macs")),
                       .weight_bytes = whole_number<std::int64_t>(json.at("weight_bytes_int8")),
                       .sram_bytes = whole_number<std::int64_t>(json.at("sram_bytes_int8")),
                       .image_bytes = whole_number<std::int64_t>(json.at("image_bytes")),
                       .bytes_int8 = whole_number<std::int64_t>(json.at("bytes_int8")),
                       .bytes_fp32 = whole_number<std::int64_t>(json.at("bytes_fp32")),
                       .format = arch::feature_format(json.at("format").get<std::string>()),
                       .exit_accuracy = json.at("exit_accuracy"),
                       .cloud_accuracy = json.at("cloud_accuracy"),
                       .whole_accuracy = json.at("whole_accuracy"),
                       .profile = json.at("profile"),
                       .latency_ms = optional_number(json.at("sent_latency_ms")),
                       .energy_mj = optional_number(json.at("sent_energy_mj")),
                       .whole_latency_ms = optional_number(json.at("whole_latency_ms")),
                       .whole_energy_mj = optional_number(json.at("whole_energy_mj"))};
    const Json& shape = json.at("features");
    split.features = {whole_number<int>(shape.at(0)), whole_number<int>(shape.at(1)),
                      whole_number<int>(shape.at(2))};
    if (const Json& code = json.at("quantization"); !code.is_null())
      split.quantization = {code.at("scale"), whole_number<int>(code.at("zero_point"))};
    return split;
  });
}

SplitResult read_split_result(const FinishedRun& run) {
  SplitResult result{.split = read_split(run)};
  result.points = read_json(run, "metrics.json", [](const Json& json) {
    std::vector<SplitResult::Point> points;
    for (const Json& point : json.at("methods").at("max_prob").at("points"))
      points.push_back({point.at("target_coverage"), point.at("accuracy"),
                        optional_number(point.at("latency_ms")), optional_number(point.at("energy_mj"))});
    return points;
  });
  return result;
}

}  // namespace hybrid::runs
