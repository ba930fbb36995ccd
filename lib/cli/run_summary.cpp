#include "cli/run_summary.h"

#include "cli/output.h"
#include "core/command_line.h"
#include "core/files.h"
#include "core/text.h"
#include "runs/outcomes_file.h"
#include "workflows/run_options.h"
#include "workflows/write_evaluation.h"

namespace hybrid::cli {

void print_run(const runs::FinishedRun& run, bool full) {
  const bool short_form = !full && run.has(workflows::kSummaryFile);
  print_text(read_file(run.verified(short_form ? workflows::kSummaryFile : "table.md")));
}

std::string point_option_words(const eval::PointOptions& options) {
  std::string words;
  if (options.confidence) {
    std::string confidence = fmt::format("{:.6g}%", 100 * *options.confidence);
    if (parse_share(confidence) != options.confidence) confidence = shortest(*options.confidence);
    words += " --confidence " + confidence;
  }
  if (options.recalibrate == config::Recalibration::unlabeled) words += " --recalibrate unlabeled";
  return words;
}

void tell_next_steps(const runs::FinishedRun& run, Logger& log) {
  flush_output();
  const std::string path = run.path().string(), quoted = shell_path(path);
  log.info("\nfiles: {} (table.md: all methods, differences and costs; metrics.json, curves.csv, pareto.svg)",
           path);
  const eval::PointOptions options = workflows::point_options_of(run);
  const std::string sent = "--sent 20%" + point_option_words(options);
  log.info("next:  hybrid tune --run {} {}", quoted, sent);
  // export-router does not recalibrate; the `hybrid tune` above gives its threshold and the command.
  if (run.has(runs::kAutoFile) && options.recalibrate == config::Recalibration::none)
    log.info("       hybrid export-router --run {} {} --out router.c", quoted, sent);
}

}  // namespace hybrid::cli
