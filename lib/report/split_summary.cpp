#include "report/split_summary.h"

#include "core/csv.h"
#include "core/error.h"
#include "core/text.h"
#include "report/markdown.h"
#include "report/text_table.h"

namespace hybrid::report {

namespace {

std::string cell(const std::optional<double>& value, int decimals) {
  return value ? fmt::format("{:.{}f}", *value, decimals) : "-";
}

}  // namespace

std::string splits_markdown(const std::vector<runs::SplitResult>& results) {
  HYBRID_CHECK(!results.empty(), "a table of no splits");
  const runs::SplitSummary& first = results.front().split;
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
      markdown_line(first.network), name_of(first.format),
      first.format == arch::FeatureFormat::int8 ? " (affine, one scale a map, range of training images)" : "",
      markdown_line(first.profile), to_markdown(splits), to_markdown(curves));
}

std::string splits_csv(const std::vector<runs::SplitResult>& results) {
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
