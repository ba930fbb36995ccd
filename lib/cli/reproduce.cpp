// hybrid reproduce: the paper's tables and figures, and what its claims are worth.

#include <memory>

#include "cli/paper_check.h"
#include "cli/reproduce_tables.h"
#include "cli/setups.h"

namespace hybrid {

Action setup_reproduce(CLI::App& app) {
  auto options = std::make_shared<ReproduceOptions>();
  app.add_option("tables", options->tables, "table1 ... table10, figure2 ... figure4, ... (default: all)");
  app.add_option("--runs", options->runs,
                 "folders that hold finished runs (default: results/runs,results/published)")
      ->delimiter(',');
  app.add_option("--out", options->out, "the folder to write tables/, figures/ and the report into")
      ->capture_default_str();
  app.add_flag("--strict", options->strict, "exit code 4 if anything needs data that are missing");
  app.require_subcommand(0, 1);
  auto chosen = std::make_shared<Action>();
  add_paper_check(app, *chosen);
  return [options, chosen](Logger& log) {
    if (*chosen)
      (*chosen)(log);
    else
      reproduce_tables(*options, log);
  };
}

}  // namespace hybrid
