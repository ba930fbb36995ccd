#include "report/outage_section.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/text.h"
#include "report/text_table.h"

namespace hybrid::report {

namespace {

/// Returns "84.90 at 612 ms".
std::string cell(double accuracy, const std::optional<double>& latency_ms) {
  return per_cent(accuracy, 2) + (latency_ms ? fmt::format(" at {:.5g} ms", *latency_ms) : "");
}

std::string waiting_words(const config::EvaluationConfig& config) {
  return config.timeout_ms ? fmt::format("after {} ms", shortest(*config.timeout_ms))
                           : "after as long as an answer would have taken";
}

}  // namespace

std::string outage_section(const SummaryInput& input) {
  const std::vector<std::string> shown = input.evaluation.main_methods;
  if (shown.empty() || input.evaluation.outages.empty()) return "";
  TextTable table{.header = {"accuracy in %, mean latency", "cloud always there"}};
  for (const double outage : input.config.outages)
    table.header.push_back(fmt::format("away {} % of the time", shortest(100 * outage)));
  for (const auto& name : shown)
    for (const auto& point : input.evaluation.find(name)->points) {
      std::vector<std::string> row{fmt::format("{}, c = {}", name, shortest(point.target_coverage)),
                                   cell(point.accuracy, point.latency_ms)};
      for (const auto& o : input.evaluation.outages)
        if (o.method == name && o.target_coverage == point.target_coverage)
          row.push_back(cell(o.figures.accuracy, o.figures.latency_ms));
      table.rows.push_back(std::move(row));
    }
  return fmt::format(
      "\n"
      "## When the cloud cannot be reached\n"
      "\n"
      "What can be expected to remain if each sent input meets an unreachable cloud with this probability, "
      "independently: {} the device answers it by its base. Sending is paid for either way.\n\n{}",
      waiting_words(input.config), to_markdown(table));
}

}  // namespace hybrid::report
