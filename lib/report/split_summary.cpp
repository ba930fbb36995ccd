#include "report/split_summary.h"

#include <nlohmann/json.hpp>

#include "core/csv.h"
#include "core/error.h"
#include "core/files.h"
#include "core/text.h"
#include "report/text_table.h"

namespace hybrid::report {

namespace {

using Json = nlohmann::ordered_json;

Json json_of(const std::optional<double>& value) {
  return value ? Json(*value) : Json(nullptr);
}

std::optional<double> number(const Json& json) {
  return json.is_null() ? std::nullopt : std::optional(json.get<double>());
}

std::string cell(const std::optional<double>& value, int decimals) {
  return value ? fmt::format("{:.{}f}", *value, decimals) : "-";
}

/// Returns the result of `read` on a JSON file of the run.
/// @throws DataError if the file is not the expected JSON
template <class Read>
auto read_json(const runs::FinishedRun& run, const char* name, Read read) {
  const auto path = run.verified(name);
  try {
    return read(Json::parse(read_file(path)));
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
                  {"sent_latency_ms", json_of(split.latency_ms)},
                  {"sent_energy_mj", json_of(split.energy_mj)},
                  {"whole_latency_ms", json_of(split.whole_latency_ms)},
                  {"whole_energy_mj", json_of(split.whole_energy_mj)}};
  return json.dump(2) + "\n";
}

SplitSummary read_split(const runs::FinishedRun& run) {
  if (!run.has(kSplitFile))
    throw DataError(run.path(),
                    fmt::format("has no {}; `hybrid train-exits` makes runs that have", kSplitFile));
  return read_json(run, kSplitFile, [](const Json& json) {
    SplitSummary split{.network = json.at("network"),
                       .after = json.at("split_after"),
                       .device_macs = json.at("device_macs"),
                       .cloud_macs = json.at("cloud_macs"),
                       .weight_bytes = json.at("weight_bytes_int8"),
                       .sram_bytes = json.at("sram_bytes_int8"),
                       .image_bytes = json.at("image_bytes"),
                       .bytes_int8 = json.at("bytes_int8"),
                       .bytes_fp32 = json.at("bytes_fp32"),
                       .format = arch::feature_format(json.at("format").get<std::string>()),
                       .exit_accuracy = json.at("exit_accuracy"),
                       .cloud_accuracy = json.at("cloud_accuracy"),
                       .whole_accuracy = json.at("whole_accuracy"),
                       .profile = json.at("profile"),
                       .latency_ms = number(json.at("sent_latency_ms")),
                       .energy_mj = number(json.at("sent_energy_mj")),
                       .whole_latency_ms = number(json.at("whole_latency_ms")),
                       .whole_energy_mj = number(json.at("whole_energy_mj"))};
    const Json& shape = json.at("features");
    split.features = {shape.at(0), shape.at(1), shape.at(2)};
    if (const Json& code = json.at("quantization"); !code.is_null())
      split.quantization = {code.at("scale"), code.at("zero_point")};
    return split;
  });
}

SplitResult read_split_result(const runs::FinishedRun& run) {
  SplitResult result{.split = read_split(run)};
  result.points = read_json(run, "metrics.json", [](const Json& json) {
    std::vector<SplitResult::Point> points;
    for (const Json& point : json.at("methods").at("max_prob").at("points"))
      points.push_back({point.at("target_coverage"), point.at("accuracy"), number(point.at("latency_ms")),
                        number(point.at("energy_mj"))});
    return points;
  });
  return result;
}

std::string splits_markdown(const std::vector<SplitResult>& results) {
  HYBRID_CHECK(!results.empty(), "a table of no splits");
  const SplitSummary& first = results.front().split;
  TextTable splits{.header = {"split after", "features", "device MACs", "cloud MACs", "int8, B", "fp32, B",
                              "exit, %", "cloud, %", "sent: ms", "sent: mJ"}};
  splits.rows.push_back({"the image", "-", "0", "-", with_thousands(first.image_bytes),
                         with_thousands(first.image_bytes), "-", per_cent(first.whole_accuracy),
                         cell(first.whole_latency_ms, 1), cell(first.whole_energy_mj, 2)});
  TextTable curves{.header = {"split after"}};
  for (const auto& point : results.front().points)
    curves.header.push_back(per_cent(point.target_coverage, 0) + " kept");
  for (const auto& [split, points] : results) {
    splits.rows.push_back({split.after, to_string(split.features), with_thousands(split.device_macs),
                           with_thousands(split.cloud_macs), with_thousands(split.bytes_int8),
                           with_thousands(split.bytes_fp32), per_cent(split.exit_accuracy),
                           per_cent(split.cloud_accuracy), cell(split.latency_ms, 1),
                           cell(split.energy_mj, 2)});
    std::vector<std::string> row{split.after};
    for (const auto& point : points) row.push_back(per_cent(point.accuracy));
    row.resize(curves.header.size(), "-");
    curves.rows.push_back(std::move(row));
  }
  return fmt::format(
      "# Split computation of {} with early exits\n\n"
      "An exit is a fully connected layer on the channels' means, trained on the cloud's layers as they "
      "are. What\n"
      "it does not settle is sent as {} features{}.\n"
      "Costs by {}: of an input that is sent, the device's part included; first the raw image and no "
      "exit.\n\n{}\n"
      "Accuracy where the exit's largest probability decides (threshold from the tuning part), %:\n\n{}",
      first.network, name_of(first.format),
      first.format == arch::FeatureFormat::int8 ? " (affine, one scale a map, range of training images)" : "",
      first.profile, to_markdown(splits), to_markdown(curves));
}

std::string splits_csv(const std::vector<SplitResult>& results) {
  CsvWriter csv;
  csv.row("network", "split_after", "channels", "height", "width", "device_macs", "cloud_macs",
          "weight_bytes_int8", "sram_bytes_int8", "image_bytes", "bytes_int8", "bytes_fp32", "format",
          "exit_accuracy", "cloud_accuracy", "whole_accuracy", "profile", "sent_latency_ms", "sent_energy_mj",
          "whole_latency_ms", "whole_energy_mj");
  for (const auto& [split, points] : results)
    csv.row(split.network, split.after, split.features.channels, split.features.height, split.features.width,
            split.device_macs, split.cloud_macs, split.weight_bytes, split.sram_bytes, split.image_bytes,
            split.bytes_int8, split.bytes_fp32, name_of(split.format), split.exit_accuracy,
            split.cloud_accuracy, split.whole_accuracy, split.profile, split.latency_ms, split.energy_mj,
            split.whole_latency_ms, split.whole_energy_mj);
  return csv.text();
}

}  // namespace hybrid::report
