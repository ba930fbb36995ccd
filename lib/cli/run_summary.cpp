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

void tell_next_steps(const runs::FinishedRun& run, Logger& log, std::optional<double> confidence) {
  flush_output();
  const std::string path = run.path().string(), quoted = shell_path(path);
  log.info("\nfiles: {} (table.md: all methods, differences and costs; metrics.json, curves.csv, pareto.svg)",
           path);
  const std::string sent =
      "--sent 20%" + (confidence ? fmt::format(" --confidence {:.6g}%", 100 * *confidence) : "");
  log.info("next:  hybrid tune --run {} {}", quoted, sent);
  if (run.has(runs::kAutoFile))
    log.info("       hybrid export-router --run {} {} --out router.c", quoted, sent);
}

}  // namespace hybrid::cli
