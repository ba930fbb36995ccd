#include "cli/payload_table.h"

#include <algorithm>

#include "cli/output.h"
#include "core/csv.h"
#include "core/files.h"
#include "core/text.h"
#include "eval/latency_budgets.h"
#include "report/text_table.h"

namespace hybrid::cli {

namespace {

using workflows::PayloadCandidate;

/// All candidates within one budget, and the one chosen on the tuning part.
struct BudgetColumn {
  double latency_ms = 0;
  eval::PayloadChoice choice;
};

BudgetColumn column_of(double latency_ms, const std::vector<PayloadCandidate>& candidates) {
  return {.latency_ms = latency_ms,
          .choice = choose_payload({.budgets = {{cost::Resource::latency, latency_ms}}}, candidates)};
}

std::string cell(const BudgetColumn& column, std::size_t i) {
  const eval::TunedPoint* point = column.choice.point(i);
  if (point == nullptr) return "–";
  return fmt::format("{}{}", report::per_cent(point->point.accuracy, 2), column.choice.best == i ? " *" : "");
}

bool any_head(const std::vector<PayloadCandidate>& candidates) {
  return std::ranges::any_of(candidates, [](const PayloadCandidate& c) { return c.head.ms > 0; });
}

std::string table_text(const std::vector<PayloadCandidate>& candidates,
                       const std::vector<BudgetColumn>& columns) {
  const bool heads = any_head(candidates);
  report::TextTable table{.header = {"payload", "bytes", "p95"}};
  const auto add = [](std::vector<std::string>& row, std::initializer_list<std::string> cells) {
    row.insert(row.end(), cells);
  };
  if (heads) add(table.header, {"head ms", "head mJ"});
  add(table.header, {"encoding ms", "encoding mJ", "upload ms", "upload mJ", "per-offload ms",
                     "per-offload mJ", "cloud, %"});
  for (const auto& column : columns)
    table.header.push_back(fmt::format("hybrid, {} ms", shortest(column.latency_ms)));
  const auto ms = [](double value) { return fmt::format("{:.1f}", value); };
  const auto mj = [](double value) { return fmt::format("{:.2f}", value); };
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const PayloadCandidate& c = candidates[i];
    std::vector<std::string> row{c.name, fmt::format("{:.0f}", c.bytes.mean),
                                 fmt::format("{:.0f}", c.bytes.p95)};
    if (heads) add(row, {ms(c.head.ms), mj(c.head.mj)});
    add(row, {ms(c.encoding.ms), mj(c.encoding.mj), ms(c.upload.ms), mj(c.upload.mj),
              ms(c.latency.per_offload), mj(c.energy.per_offload), report::per_cent(c.cloud, 2)});
    for (const auto& column : columns) row.push_back(cell(column, i));
    table.rows.push_back(std::move(row));
  }
  return to_text(table);
}

std::string csv_text(const std::vector<PayloadCandidate>& candidates,
                     const std::vector<BudgetColumn>& columns) {
  CsvWriter csv;
  csv.row("payload", "bytes_mean", "bytes_p95", "encoding_ms", "upload_ms", "if_sent_ms", "if_sent_mj",
          "cloud_accuracy", "budget_ms", "coverage", "tuned_accuracy", "accuracy", "ci_low", "ci_high",
          "chosen", "head_ms", "head_mj", "encoding_mj", "upload_mj");
  for (std::size_t i = 0; i < candidates.size(); ++i)
    for (const auto& column : columns) {
      const PayloadCandidate& c = candidates[i];
      const eval::TunedPoint* point = column.choice.point(i);  // null if the budget cannot be met
      const auto if_met = [&](auto value) {
        return point ? std::optional<double>(value(*point)) : std::nullopt;
      };
      csv.row(c.name, c.bytes.mean, c.bytes.p95, c.encoding.ms, c.upload.ms, c.latency.per_offload,
              c.energy.per_offload, c.cloud, column.latency_ms,
              if_met([](const eval::TunedPoint& p) { return p.point.coverage; }),
              if_met([](const eval::TunedPoint& p) { return *p.tuned_accuracy; }),
              if_met([](const eval::TunedPoint& p) { return p.point.accuracy; }),
              if_met([](const eval::TunedPoint& p) { return p.point.accuracy_ci.low; }),
              if_met([](const eval::TunedPoint& p) { return p.point.accuracy_ci.high; }),
              column.choice.best == i, c.head.ms, c.head.mj, c.encoding.mj, c.upload.mj);
    }
  return csv.text();
}

std::string line(std::string_view term, const cost::Sourced& sourced, std::string_view unit) {
  return fmt::format("  {}: {:.4g} {}; {}\n", term, sourced.value, unit, sourced.source);
}

/// Returns the numbers of the profile that determine the terms, each with its source.
std::string sources_text(const cost::PartsConfig& parts, const std::vector<PayloadCandidate>& candidates) {
  std::string text = "Sources:\n";
  if (any_head(candidates)) text += line("head", parts.device.macs_per_second, "MAC/s");
  for (const auto format :
       {cost::PayloadFormat::png, cost::PayloadFormat::jpeg, cost::PayloadFormat::features}) {
    const bool here = std::ranges::any_of(candidates, [&](const PayloadCandidate& c) {
      return c.loaded.workload.encoding && c.loaded.workload.encoding->format == format;
    });
    if (!here) continue;
    const std::string term = fmt::format("encoding, {}", name_of(format));
    const cost::Sourced& speed = cost::speed_of(format, parts.encoder);
    if (speed.value > 0)
      text += line(term, speed, format == cost::PayloadFormat::features ? "values/s" : "pixels/s");
    else
      text += fmt::format("  {}: not counted, the profile's parts.encoder does not say how fast\n", term);
  }
  text += line("device, while it computes", parts.device.active_power_mw, "mW");
  const cost::LinkConfig& link = parts.link;
  if (link.lora.spreading_factor > 0)
    text += fmt::format("  upload: LoRa, spreading factor {}; {}\n", link.lora.spreading_factor,
                        link.lora.source);
  else
    text += line("upload", link.bits_per_second, "bit/s");
  if (link.message_bytes.value > 0) text += line("message, at most", link.message_bytes, "bytes");
  if (link.message_ms.value > 0) text += line("each message", link.message_ms, "ms");
  if (link.message_mj.value > 0) text += line("each message", link.message_mj, "mJ");
  if (link.duty_cycle.value > 0) text += line("duty cycle", link.duty_cycle, "of the time");
  text += line("device, while it sends", parts.link.transmit_power_mw, "mW");
  return text + line("cloud", parts.cloud_latency_ms, "ms");
}

}  // namespace

void show_payloads(const std::vector<workflows::PayloadCandidate>& candidates,
                   std::span<const double> budgets_ms, const std::filesystem::path& csv, Logger& log) {
  const auto& dearest = *std::ranges::max_element(
      candidates, {}, [](const PayloadCandidate& c) { return c.latency.per_offload; });
  std::vector<BudgetColumn> columns;
  for (const double budget : eval::latency_budgets(budgets_ms, dearest.latency))
    columns.push_back(column_of(budget, candidates));
  const PayloadCandidate& first = candidates.front();
  const routing::Outcomes& test = first.loaded.problem.variant_of(first.method()).test;
  print("{}: method {}, profile {}; on the device {:.1f} ms and {} % right\n\n{}\n{}", first.loaded.name,
        first.method().name(), first.loaded.profile.name, first.latency.per_input,
        report::per_cent(routing::shares(test).base_accuracy, 2), table_text(candidates, columns),
        sources_text(first.loaded.profile.parts, candidates));
  log.info("\n*: payload and threshold chosen on {} tuning examples; accuracies from {} test examples",
           with_thousands(static_cast<std::int64_t>(first.loaded.problem.n_tune())),
           with_thousands(static_cast<std::int64_t>(test.size())));
  if (!csv.empty()) write_file_atomically(csv, csv_text(candidates, columns));
}

}  // namespace hybrid::cli
