#include "cli/reproduce_tables.h"

#include <algorithm>

#include "cli/arguments.h"
#include "cli/find_config.h"
#include "cli/find_model.h"
#include "cli/find_paper.h"
#include "cli/output.h"
#include "cli/paper_check.h"
#include "config/load.h"
#include "core/error.h"
#include "core/text.h"
#include "paper/check_paper.h"
#include "report/text_table.h"
#include "reproduce/provenance.h"
#include "reproduce/results_index.h"
#include "reproduce/table_files.h"
#include "reproduce/tables.h"

namespace hybrid::cli {

namespace fs = std::filesystem;

namespace {

std::vector<reproduce::TableRow> chosen_tables(const std::vector<std::string>& names) {
  std::vector<std::string> known;
  for (const auto& row : reproduce::paper_tables()) known.push_back(row.name);
  std::vector<reproduce::TableRow> chosen;
  for (const auto& name : names)
    if (std::ranges::find(known, name) == known.end())
      throw UsageError(fmt::format("unknown table '{}'{} (there are {}, and paper-check)", name,
                                   did_you_mean(name, known), join(known)));
  for (const auto& row : reproduce::paper_tables())
    if (names.empty() || std::ranges::find(names, row.name) != names.end()) chosen.push_back(row);
  return chosen;
}

/// Returns the provenance of each run from its manifest.
std::vector<reproduce::RunProvenance> provenance_of(const reproduce::Runs& runs) {
  std::vector<reproduce::RunProvenance> rows;
  for (const auto& [name, run] : runs.used()) {
    const runs::Manifest& manifest = run.folder.manifest();
    double seconds = 0;
    for (const auto& [stage, duration] : manifest.seconds) seconds += duration;
    rows.push_back({.name = name,
                    .path = run.place.string(),
                    .command = manifest.command_line,
                    .commit = manifest.commit,
                    .version = manifest.version,
                    .hash = manifest.hash,
                    .started = manifest.started,
                    .machine = manifest.machine,
                    .seconds = seconds});
  }
  return rows;
}

}  // namespace

void reproduce_tables(const ReproduceOptions& options, Logger& log) {
  const auto chosen = chosen_tables(options.tables);
  const paper::Paper paper(find_paper());
  if (options.out.empty()) throw UsageError("--out is empty; give a folder");
  require_distinct("--runs", options.runs);
  std::vector<fs::path> folders(options.runs.begin(), options.runs.end());
  for (const auto& folder : folders)
    if (!fs::is_directory(folder))
      throw UsageError(fmt::format("--runs: there is no folder '{}'", folder.string()));
  if (folders.empty()) folders = {results_folder() / "runs", results_folder() / "published"};
  const fs::path table3 = find_config("systems", "profile", "paper-table3");
  reproduce::Runs runs(folders, table3.parent_path().parent_path());
  const reproduce::TableSources sources{
      .paper = paper,
      .runs = runs,
      .cards = find_cards(),
      .table3 = find_profile(table3.string(), log),
      .parts = find_profile("stm32f746-nbiot", log),
      .device = config::load<arch::DeviceMemory>(find_config("devices", "device", "stm32f746")).value};
  // All tables are made before any is written, so that an invalid run leaves no partial results.
  std::vector<reproduce::ReproducedTable> tables;
  for (const auto& row : chosen) tables.push_back(row.make(sources));
  const fs::path out = options.out;
  const reproduce::MoreFormats formats{.pictures = report::pictures_in(options.more.pictures),
                                       .latex = options.more.latex};
  for (const auto& table : tables) reproduce::write_table_files(table, out, formats, log);
  if (options.tables.empty()) reproduce::write_provenance(provenance_of(runs), out / "provenance.json");
  write_paper_check(paper::check_paper(paper), out);
  const reproduce::ResultsFolder results = reproduce::read_results(out);
  reproduce::write_report(results, out);

  report::TextTable text{
      .header = {"", "numbers", "within", "outside", "other data", "need data", "ours only"}};
  reproduce::StandingCounts all;
  for (const auto& table : tables) {
    const reproduce::StandingCounts counts = reproduce::counts_of(table);
    all += counts;
    text.rows.push_back({table.name, std::to_string(counts.total()), std::to_string(counts.within),
                         std::to_string(counts.outside), std::to_string(counts.other_data),
                         std::to_string(counts.needs_data), std::to_string(counts.ours_only)});
  }
  print("{}\n{}\n", to_text(text), results.summary());
  flush_output();
  log.info("files: {0}/README.md (the index), {0}/report.html, {0}/tables/, {0}/figures/, {0}/paper-check.md",
           out.string());
  if (!runs.missing().empty()) log.info("runs that are not there: {}", join(runs.missing()));
  if (options.strict && all.needs_data > 0)
    throw DataError(out / "tables",
                    fmt::format("{} numbers need data or weights that are not at hand; their notes say which",
                                all.needs_data));
}

}  // namespace hybrid::cli
