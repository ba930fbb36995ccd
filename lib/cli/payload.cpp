// hybrid payload: the same cloud model on images that were sent in different ways, side by side.

#include <algorithm>
#include <memory>

#include "cli/payload_candidates.h"
#include "cli/setups.h"
#include "core/error.h"
#include "core/files.h"
#include "core/text.h"
#include "report/csv_line.h"
#include "report/text_table.h"

namespace hybrid {

namespace {

struct PayloadOptions {
  ProblemOptions data;
  std::vector<std::string> latency;
  std::string method, out;
};

/// What every candidate gives within one budget, and which of them the tuning part chooses.
struct BudgetColumn {
  double latency_ms = 0;
  std::vector<std::optional<PayloadPoint>> points;
  std::optional<std::size_t> chosen;
};

BudgetColumn column_of(double latency_ms, const std::vector<PayloadCandidate>& candidates) {
  BudgetColumn column{.latency_ms = latency_ms, .points = {}, .chosen = {}};
  for (const auto& candidate : candidates)
    column.points.push_back(payload_point(candidate.loaded.problem, candidate.method(), candidate.costs,
                                          {{Resource::latency, latency_ms}}));
  column.chosen = best_payload(column.points);
  return column;
}

std::string cell(const BudgetColumn& column, std::size_t i) {
  const auto& point = column.points[i];
  if (!point) return "–";
  return fmt::format("{}{}", per_cent(point->point.accuracy, 2), column.chosen == i ? " *" : "");
}

std::string table_text(const std::vector<PayloadCandidate>& candidates,
                       const std::vector<BudgetColumn>& columns) {
  TextTable table{.header = {"payload", "bytes", "p95", "encoding ms", "upload ms", "if sent ms",
                             "if sent mJ", "cloud, %"}};
  for (const auto& column : columns)
    table.header.push_back(fmt::format("hybrid, {} ms", shortest(column.latency_ms)));
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const PayloadCandidate& c = candidates[i];
    table.rows.push_back({c.name, fmt::format("{:.0f}", c.bytes.mean), fmt::format("{:.0f}", c.bytes.p95),
                          fmt::format("{:.1f}", c.encoding_ms), fmt::format("{:.0f}", c.upload_ms),
                          fmt::format("{:.0f}", c.latency.if_sent), fmt::format("{:.1f}", c.energy.if_sent),
                          per_cent(c.cloud, 2)});
    for (const auto& column : columns) table.rows.back().push_back(cell(column, i));
  }
  return to_text(table);
}

std::string csv_text(const std::vector<PayloadCandidate>& candidates,
                     const std::vector<BudgetColumn>& columns) {
  std::string text =
      "payload,bytes_mean,bytes_p95,encoding_ms,upload_ms,if_sent_ms,if_sent_mj,cloud_accuracy,budget_ms,"
      "coverage,"
      "tuned_accuracy,accuracy,ci_low,ci_high,chosen\n";
  for (std::size_t i = 0; i < candidates.size(); ++i)
    for (const auto& column : columns) {
      const PayloadCandidate& c = candidates[i];
      std::vector<std::string> fields{c.name};
      for (const double value : {c.bytes.mean, c.bytes.p95, c.encoding_ms, c.upload_ms, c.latency.if_sent,
                                 c.energy.if_sent, c.cloud, column.latency_ms})
        fields.push_back(shortest(value));
      if (const auto& p = column.points[i]) {
        for (const double value : {p->point.coverage, p->tuned_accuracy, p->point.accuracy,
                                   p->point.accuracy_ci.low, p->point.accuracy_ci.high})
          fields.push_back(shortest(value));
      } else {
        fields.resize(fields.size() + 5);  // the budget cannot be met
      }
      fields.emplace_back(column.chosen == i ? "1" : "0");
      text += csv_line(fields);
    }
  return text;
}

void run_payload(const PayloadOptions& options, Logger& log) {
  const std::vector<double> budgets = options.latency.empty() ? std::vector<double>{600, 1000, 1400, 1600}
                                                              : parse_amounts("--latency", options.latency);
  const auto candidates = load_payloads(options.data, options.method, log);
  std::vector<BudgetColumn> columns;
  for (const double budget : budgets) columns.push_back(column_of(budget, candidates));
  const PayloadCandidate& first = candidates.front();
  const Outcomes& test = first.loaded.problem.variant_of(first.method()).test;
  fmt::print("{}: method {}, profile {}; on the device {} ms and {} % right\n\n{}", first.loaded.name,
             first.method().name, first.loaded.profile.name, fmt::format("{:.1f}", first.latency.always),
             per_cent(shares(test).base_accuracy, 2), table_text(candidates, columns));
  log.info("\n*: payload and threshold chosen on {} tuning examples; accuracies from {} test examples",
           with_thousands(static_cast<std::int64_t>(first.loaded.problem.n_tune())),
           with_thousands(static_cast<std::int64_t>(test.size())));
  for (const auto& line : first.costs.mean.items)
    if (line.name == "encoder" || line.name == "transmission")
      log.info("{} {}: {}", line.name, name_of(line.resource), line.source);
  for (const auto& line : candidates.back().costs.mean.unknown) log.info("not counted: {}", line);
  if (!options.out.empty()) write_file_atomically(options.out, csv_text(candidates, columns));
}

}  // namespace

Action setup_payload(CLI::App& app) {
  auto options = std::make_shared<PayloadOptions>();
  add_problem_options(app, options->data);
  app.add_option("--latency", options->latency, "budgets, mean ms per input (default 600,1000,1400,1600)")
      ->delimiter(',');
  app.add_option("--method", options->method, "auto, max_prob, ... (default: auto)");
  app.add_option("--out", options->out,
                 "also write the table to this CSV file, a row per payload and budget");
  app.footer(
      "--cloud lists the sets of one cloud model, one for each way in which images were sent; `hybrid "
      "predict\n"
      "--payload` makes them. The profile (default stm32f746-nbiot) must be of kind parts.\n"
      "Examples:\n"
      "  hybrid predict ... --payload jpeg:75 --payload-size 96 --out j75.npz\n"
      "  hybrid payload --base base.npz --cloud raw.npz,png.npz,j75.npz --latency 600,1000\n"
      "  hybrid tune --base base.npz --cloud raw.npz,png.npz,j75.npz --payload auto --latency 1000");
  return [options](Logger& log) { run_payload(*options, log); };
}

}  // namespace hybrid
