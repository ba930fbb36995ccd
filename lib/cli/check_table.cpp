// hybrid check-table: whether reported accuracies of a hybrid are possible.

#include <memory>
#include <nlohmann/json.hpp>

#include "cli/output.h"
#include "cli/setups.h"
#include "core/error.h"
#include "core/json_text.h"
#include "paper/accuracy_table.h"

namespace hybrid::cli {

namespace {

struct CheckTableOptions {
  std::string file;
  bool json = false;
  bool strict = false;
};

std::size_t count_of(const paper::TableCheck& check, std::size_t rows, paper::ClaimVerdict verdict) {
  std::size_t n = 0;
  for (std::size_t r = 0; r < rows; ++r)
    if (paper::deciding_finding(check, r).sides.verdict == verdict) ++n;
  return n;
}

std::string text_of(const paper::AccuracyTable& table, const paper::TableCheck& check) {
  std::string text =
      fmt::format("{}: base {}, cloud {}\n", table.name, table.base_accuracy.text, table.cloud_accuracy.text);
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    const paper::TableFinding& finding = paper::deciding_finding(check, r);
    text += fmt::format("\n{}, accuracy {}: {}\n  {}\n    {}\n", paper::row_name(table.rows[r]),
                        table.rows[r].accuracy.text, paper::possibility_name(finding.sides.verdict),
                        finding.rule, finding.sides.arithmetic);
    for (const auto& note : check.notes)
      if (note.row == r) text += fmt::format("  note: {}\n", note.text);
  }
  return text;
}

nlohmann::ordered_json json_of(const paper::TableFinding& finding) {
  return {{"rule", finding.rule},
          {"arithmetic", finding.sides.arithmetic},
          {"verdict", paper::possibility_name(finding.sides.verdict)}};
}

std::string json_of(const paper::AccuracyTable& table, const paper::TableCheck& check) {
  using Json = nlohmann::ordered_json;
  Json rows = Json::array();
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    Json findings = Json::array(), notes = Json::array();
    for (const auto& finding : check.findings)
      if (finding.row == r) findings.push_back(json_of(finding));
    for (const auto& note : check.notes)
      if (note.row == r) notes.push_back(note.text);
    rows.push_back({{"name", table.rows[r].method},
                    {"coverage", table.rows[r].coverage.value},
                    {"accuracy", table.rows[r].accuracy.value},
                    {"verdict", paper::possibility_name(paper::deciding_finding(check, r).sides.verdict)},
                    {"findings", findings},
                    {"notes", notes}});
  }
  const Json file{{"schema_version", 1},
                  {"name", table.name},
                  {"impossible", count_of(check, table.rows.size(), paper::ClaimVerdict::contradicted)},
                  {"rows", rows}};
  return json_text(file);
}

void run_check_table(const CheckTableOptions& options, Logger& log) {
  if (options.file.empty())
    throw UsageError("give a table; hybrid check-table --help shows what it looks like");
  const paper::AccuracyTable table = paper::read_accuracy_table(options.file);
  const paper::TableCheck check = paper::check_table(table);
  const std::size_t rows = table.rows.size();
  const std::size_t impossible = count_of(check, rows, paper::ClaimVerdict::contradicted);
  print_text(options.json ? json_of(table, check) : text_of(table, check));
  log.info("\n{} of {} rows impossible, {} possible only with rounding", impossible, rows,
           count_of(check, rows, paper::ClaimVerdict::holds_with_rounding));
  if (options.strict && impossible > 0)
    throw DataError(options.file, fmt::format("{} of {} rows are impossible", impossible, rows));
}

}  // namespace

Action setup_check_table(CLI::App& app) {
  auto options = std::make_shared<CheckTableOptions>();
  app.add_option("table", options->file, "a YAML file with the reported accuracies");
  app.add_flag("--json", options->json, "print JSON instead of text: every bound of every row");
  app.add_flag("--strict", options->strict, "exit code 4 if a row is impossible");
  app.footer(
      "What a hybrid can reach is bounded by the accuracies of its two models and the share that it sends, "
      "whatever its\n"
      "router: with sent share q and kept share c = 1 - q,\n"
      "  max(0, base - q) + max(0, cloud - c) <= accuracy <= min(c, base) + min(q, cloud)\n"
      "and, if the base's accuracy on what it keeps is given, bounds on what is kept and right. Rows of "
      "one name are one\n"
      "router at several thresholds: they differ by no more than what is sent between them.\n\n"
      "The table:\n"
      "  name: IMDb\n"
      "  unit: \"%\"               # or share, for numbers in [0, 1]; default %\n"
      "  base_accuracy: 91.0     # of the same base that the rows use: one that was fine-tuned has another\n"
      "  cloud_accuracy: 96.0\n"
      "  exact_coverage: true    # targets that were met; default false: rounded numbers\n"
      "  rows:\n"
      "    - {name: entropy, coverage: 97, accuracy: 93.78}\n"
      "    - {name: hybrid, coverage: 97, accuracy: 94.31}\n"
      "    - {name: hybrid, sent: 5, accuracy: 94.2, kept_accuracy: 94.5}\n"
      "A number stands for all that rounds to it: write 91.0 if it is known to one decimal.\n\n"
      "Examples:\n"
      "  hybrid check-table table.yaml\n"
      "  hybrid check-table table.yaml --strict --json > verdicts.json");
  return [options](Logger& log) { run_check_table(*options, log); };
}

}  // namespace hybrid::cli
