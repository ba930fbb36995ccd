// hybrid reproduce: the paper's tables and figures, and a check of its claims.

#include <memory>

#include "cli/config_flags.h"
#include "cli/ignored_options.h"
#include "cli/paper_check.h"
#include "cli/reproduce_tables.h"
#include "cli/setups.h"
#include "core/error.h"

namespace hybrid::cli {

Action setup_reproduce(CLI::App& app) {
  auto options = std::make_shared<ReproduceOptions>();
  app.add_option("tables", options->tables, "table1 ... table10, figure2 ... figure4, ... (default: all)");
  app.add_option(
         "--runs", options->runs,
         "folders that hold finished runs, packed in .zip or not (default: results/runs,results/published)")
      ->delimiter(',');
  app.add_option("--out", options->out, "the folder to write tables/, figures/ and the report into")
      ->capture_default_str();
  app.add_flag("--strict", options->strict, "exit code 4 if anything needs data that are missing");
  add_config_flags(app, options->more,
                   {{.key = "pictures", .names = "--pictures", .default_words = "png"},
                    {.key = "latex", .names = "--latex"}});
  app.footer(
      "Reads finished runs, which scripts/reproduce makes, and writes for each table tables/NAME.md, .csv "
      "and .json, for each\n"
      "figure figures/NAME.csv, .gp, .svg and .png, then paper-check, the report and the index README.md. "
      "Rows whose data are\n"
      "missing say so. A run that does not match its name is refused: changed files, results of another "
      "version, or another\n"
      "config than the present one.\n"
      "Examples:\n"
      "  hybrid reproduce\n"
      "  hybrid reproduce table3 figure2 --runs results/published --out tables-of-mine\n"
      "  hybrid reproduce paper-check");
  app.require_subcommand(0, 1);
  auto chosen = std::make_shared<Action>();
  add_paper_check(app, *chosen);
  return [options, chosen, &app](Logger& log) {
    if (*chosen)
      for (const char* option : {"--runs", "--out", "--strict", "--pictures", "--latex"})
        if (is_given(app, option))
          throw UsageError(fmt::format(
              "{} is of the tables; paper-check has its own options, which follow it: paper-check --help",
              option));
    if (*chosen && !options->tables.empty())
      throw UsageError(
          "give either tables or paper-check; `hybrid reproduce` with tables checks the paper, too");
    if (*chosen)
      (*chosen)(log);
    else
      reproduce_tables(*options, log);
  };
}

}  // namespace hybrid::cli
