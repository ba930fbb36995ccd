#include "report/latency_section.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/text.h"
#include "report/markdown.h"
#include "report/text_table.h"

namespace hybrid::report {

namespace {

std::string milliseconds(double value) {
  return fmt::format("{:.5g}", value);
}

void add_row(const std::string& name, const eval::OperatingPoint& point, bool deadline, TextTable& table) {
  if (!point.tail) return;
  const eval::LatencyTail& tail = *point.tail;
  std::vector<std::string> row{name, milliseconds(*point.latency_ms), milliseconds(tail.p50_ms),
                               milliseconds(tail.p95_ms), milliseconds(tail.p99_ms)};
  if (deadline) row.push_back(per_cent(*tail.deadline_misses, 2));
  table.rows.push_back(std::move(row));
}

/// Describes the measurements of single inputs and how this profile uses them.
std::string measurements_text(const SummaryInput& input) {
  const eval::ProfileResult& profile = input.evaluation.profiles.front();
  std::string text;
  if (!profile.measured.used.empty())
    text += fmt::format("\nMeasured on single inputs and used: {}.\n", join(profile.measured.used, "; "));
  if (!profile.ignored_warning.empty())
    text += fmt::format("\nWarning: {}.\n", markdown_line(profile.ignored_warning));
  return text;
}

}  // namespace

std::string latency_section(const SummaryInput& input) {
  const bool deadline = input.config.deadline_ms.has_value();
  TextTable table{.header = {"latency in ms", "mean", "p50", "p95", "p99"}};
  if (deadline) table.header.push_back(fmt::format("> {} ms, %", shortest(*input.config.deadline_ms)));
  const std::vector<std::string> shown = input.evaluation.main_methods;
  for (const auto& method : input.evaluation.methods) {
    if (method.kind == eval::MethodKind::on_device || method.kind == eval::MethodKind::on_cloud) {
      if (method.variant.empty()) add_row(method.name, method.points.front(), deadline, table);
    } else if (!shown.empty() && method.name == shown.front()) {
      for (const auto& point : method.points)
        add_row(fmt::format("{}, c = {}", method.name, shortest(point.target_coverage)), point, deadline,
                table);
    }
  }
  if (table.rows.empty()) return measurements_text(input);
  return fmt::format(
      "\n"
      "## Latency of single inputs, profile `{}`\n"
      "\n"
      "A mean is no input's latency: a kept input waits for the device alone, a sent one for the cloud on "
      "top. p95: 19 of 20 inputs take no longer.\n{}\n{}",
      markdown_line(input.evaluation.profiles.front().name), measurements_text(input), to_markdown(table));
}

}  // namespace hybrid::report
