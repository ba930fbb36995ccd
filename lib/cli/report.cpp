// hybrid report: the results folder as one page.

#include <filesystem>
#include <memory>

#include "cli/output.h"
#include "cli/setups.h"
#include "core/error.h"
#include "core/files.h"
#include "core/folders.h"
#include "reproduce/html_report.h"
#include "reproduce/results_index.h"

namespace hybrid::cli {

namespace {

struct ReportOptions {
  std::string html, index;
  std::string tables = results_folder().string();
};

void run_report(const ReportOptions& options, Logger& log) {
  if (options.html.empty() && options.index.empty())
    throw UsageError("say what to write: --html FILE, --index FILE or both");
  const reproduce::ResultsFolder results = reproduce::read_results(options.tables);
  if (!options.html.empty()) write_file_atomically(options.html, reproduce::html_report(results));
  if (!options.index.empty()) write_file_atomically(options.index, reproduce::results_index(results));
  for (const auto& file : {options.html, options.index})
    if (!file.empty()) log.info("wrote {}", file);
  print("{}\n", results.summary());
}

}  // namespace

Action setup_report(CLI::App& app) {
  auto options = std::make_shared<ReportOptions>();
  app.add_option("--html", options->html, "write the page to this file");
  app.add_option("--index", options->index,
                 "write the index in Markdown to this file; its links are relative to --tables");
  app.add_option("--tables", options->tables, "folder that `hybrid reproduce` wrote")->capture_default_str();
  app.footer(
      "One self-contained page (no network, no scripts, no other files) with every table and figure of the "
      "paper, our numbers\n"
      "beside the printed ones, the checked claims of the text and the runs that the numbers come from. It "
      "is made from\n"
      "tables/*.json, figures/*.svg, paper-check.json and provenance.json in the folder.\n"
      "Examples:\n"
      "  hybrid report --html report.html\n"
      "  hybrid report --tables ~/results --html report.html --index ~/results/README.md");
  return [options](Logger& log) { run_report(*options, log); };
}

}  // namespace hybrid::cli
