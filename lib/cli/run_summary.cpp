#include "cli/run_summary.h"

#include "cli/output.h"
#include "core/command_line.h"
#include "core/files.h"
#include "runs/outcomes_file.h"
#include "workflows/write_evaluation.h"

namespace hybrid::cli {

void print_run(const runs::FinishedRun& run, bool full) {
  const bool short_form = !full && run.has(workflows::kSummaryFile);
  print_text(read_file(run.verified(short_form ? workflows::kSummaryFile : "table.md")));
}

void tell_next_steps(const runs::FinishedRun& run, Logger& log) {
  flush_output();
  const std::string path = run.path().string(), quoted = shell_path(path);
  log.info("\nfiles: {} (table.md: all methods, differences and costs; metrics.json, curves.csv, pareto.svg)",
           path);
  log.info("next:  hybrid tune --run {} --sent 20%", quoted);
  if (run.has(runs::kAutoFile))
    log.info("       hybrid export-router --run {} --sent 20% --out router.c", quoted);
}

}  // namespace hybrid::cli
