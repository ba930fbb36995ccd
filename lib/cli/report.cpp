// hybrid report: a finished run as one page, or the paper's results folder.

#include <filesystem>
#include <memory>

#include "cli/arguments.h"
#include "cli/ignored_options.h"
#include "cli/output.h"
#include "cli/run_summary.h"
#include "cli/setups.h"
#include "core/command_line.h"
#include "core/error.h"
#include "core/files.h"
#include "core/folders.h"
#include "reproduce/html_report.h"
#include "reproduce/results_index.h"
#include "runs/run_folder.h"
#include "workflows/run_page.h"

namespace hybrid::cli {

namespace {

struct ReportOptions {
  std::string run, out;
  std::string html, index;
  std::string tables = results_folder().string();
};

void report_paper(const ReportOptions& options, Logger& log) {
  const reproduce::ResultsFolder results = reproduce::read_results(options.tables);
  if (!options.html.empty()) write_file_atomically(options.html, reproduce::html_report(results));
  if (!options.index.empty()) write_file_atomically(options.index, reproduce::results_index(results));
  for (const auto& file : {options.html, options.index})
    if (!file.empty()) log.info("wrote {}", file);
  print("{}\n", results.summary());
}

page::Commands page_commands(const std::string& run, const eval::PointOptions& measured) {
  const std::string path = shell_path(run), options = point_option_words(measured);
  // export-router does not recalibrate, and a given threshold is certified by nothing.
  const bool recalibrated = measured.recalibrate == config::Recalibration::unlabeled;
  return {.tune = fmt::format("hybrid tune --run {}{} --method ", path, options),
          .export_router =
              fmt::format("hybrid export-router --run {}{} --method ", path, recalibrated ? "" : options),
          .before_coverage = " --coverage ",
          .after_export = " --out router.c",
          // audit knows point estimates alone
          .audit = options.empty() ? fmt::format("hybrid audit --run {} --out decisions.csv", path) : "",
          .before_threshold = recalibrated ? " --threshold " : ""};
}

void report_run(const ReportOptions& options, Logger& log) {
  std::string run = options.run;
  if (run.empty()) {
    run = runs::newest_run(results_folder()).path().string();
    log.info("run: {}", run);
  }
  const workflows::FindProfile find = [&log](const std::string& name) { return find_profile(name, log); };
  page::RunPage page = workflows::read_run_page(run, find, log);
  page.commands = page_commands(run, page.measured);
  const std::string out = options.out.empty() ? page.name + ".html" : options.out;
  const std::string html = page::html_of(page);
  write_file_atomically(out, html);
  print("{}: {} kB, opens in any browser and needs no network\n", out, (html.size() + 999) / 1000);
}

}  // namespace

Action setup_report(CLI::App& app) {
  auto options = std::make_shared<ReportOptions>();
  app.add_option("run", options->run, "a finished run (default: the newest below results/)");
  app.add_option("--out", options->out, "the page to write (default: the run's name with .html, here)");
  app.add_option("--html", options->html, "the paper's results: write their page to this file")
      ->group("Paper");
  app.add_option("--index", options->index,
                 "the paper's results: write their index in Markdown to this file; its links are relative to "
                 "--tables")
      ->group("Paper");
  app.add_option("--tables", options->tables, "folder that `hybrid reproduce` wrote")
      ->capture_default_str()
      ->group("Paper");
  app.footer(
      "The page of a run is one file without network access: the result in a sentence, accuracy over the\n"
      "inputs sent with a slider, the rule to deploy, what the decisions did with the examples' ids, classes,\n"
      "tuning against test, and where the numbers come from. It also works without JavaScript and on paper.\n"
      "\n"
      "With --html or --index, the paper: every table and figure, our numbers beside the printed ones, and the\n"
      "checked claims of the text, from what `hybrid reproduce` wrote to --tables.\n"
      "Examples:\n"
      "  hybrid report results/my-pair --out my-pair.html\n"
      "  hybrid report                                      # the newest run\n"
      "  hybrid report --html report.html\n"
      "  hybrid report --tables ~/results --html report.html --index ~/results/README.md");
  return [options, &app](Logger& log) {
    const bool paper = !options->html.empty() || !options->index.empty();
    refuse_ignored_options(
        app,
        {{.options = {"run", "--out"},
          .beside = {"--html", "--index"},
          .why = "--html and --index report the paper's results, not a run"},
         {.options = {"--tables"}, .without = {"--html", "--index"}, .why = "a run's page needs no tables"}});
    if (paper)
      report_paper(*options, log);
    else
      report_run(*options, log);
  };
}

}  // namespace hybrid::cli
