// hybrid audit: the decision on every input, the slices with losses, and defects of the data that would
// invalidate a comparison.

#include "audit/audit.h"

#include <memory>

#include "cli/arguments.h"
#include "cli/output.h"
#include "cli/setups.h"
#include "core/error.h"
#include "core/files.h"
#include "core/json_text.h"
#include "core/text.h"
#include "report/audit_files.h"
#include "report/audit_text.h"
#include "workflows/audit_input.h"
#include "workflows/run_options.h"

namespace hybrid::cli {

namespace {

namespace fs = std::filesystem;

struct AuditOptions {
  ProblemOptions data;
  std::string method, coverage = "0.8", claim, slices, out;
  bool json = false;
};

/// Parses a difference in percentage points; returns it as a share.
/// @throws UsageError unless it is between 0 and 100 points
std::optional<double> parse_claim(const std::string& word) {
  if (word.empty()) return std::nullopt;
  const auto points = parse_double(word);
  if (!points || !(*points > 0 && *points <= 100))
    throw UsageError(
        fmt::format("--claim takes a difference in points above 0 and up to 100 (0.2), not '{}'", word));
  return *points / 100;
}

/// Checks that `out` is not a finished run, which must not be changed.
/// @throws DataError if it is
void check_out(const fs::path& out) {
  if (fs::exists(out / "manifest.json"))
    throw DataError(out, "is a finished run, which is never changed; give another --out");
}

void write_files(const fs::path& out, const std::string& decisions, const std::string& text,
                 const std::string& json) {
  if (out.extension() == ".csv") return write_file_atomically(out, decisions);
  write_file_atomically(out / "decisions.csv", decisions);
  write_file_atomically(out / "audit.txt", text);
  write_file_atomically(out / "audit.json", json);
}

void warn_of_other_thresholds(const runs::FinishedRun& run, Logger& log) {
  const eval::PointOptions chosen = workflows::point_options_of(run);
  const bool recalibrated = chosen.recalibrate == config::Recalibration::unlabeled;
  if (recalibrated || chosen.confidence)
    log.warn("{}: the run {} its thresholds; audited is the point estimate of its tuning part", run.name(),
             recalibrated ? "recalibrated" : "certified");
}

void run_audit(const AuditOptions& options, Logger& log) {
  const double coverage = parse_shares("--coverage", {options.coverage}).front();
  const auto claim = parse_claim(options.claim);
  if (!options.out.empty()) check_out(options.out);
  const workflows::ProblemSource source = source_of(options.data, log);
  workflows::AuditInput input = workflows::read_audit_input(source, options.method, log);
  if (!source.run.empty()) warn_of_other_thresholds(runs::FinishedRun(source.run), log);
  audit::AuditTask& task = input.task;
  task.coverage = coverage;
  task.claim = claim;
  if (!options.slices.empty()) task.slicings = workflows::read_slicings(options.slices, task.test_ids);

  const audit::Audit result = audit::audit(task);
  const std::string text = report::audit_text(input.name, result);
  const std::string json = json_text(report::audit_json(input.name, task, result));
  if (!options.out.empty()) write_files(options.out, report::decisions_csv(task, result), text, json);
  print_text(options.json ? json : text);
  flush_output();
  if (options.out.empty())
    log.info(
        "\n"
        "next:  the same with --out FOLDER, for every decision with its score and verdict in "
        "decisions.csv");
  else
    log.info("\nfiles: {}", fs::path(options.out).extension() == ".csv"
                                ? options.out
                                : options.out + "/ (decisions.csv, audit.json, audit.txt)");
}

}  // namespace

Action setup_audit(CLI::App& app) {
  auto options = std::make_shared<AuditOptions>();
  app.add_option("--run", options->data.run,
                 "a finished run whose inputs are still there (default: the newest below results/)")
      ->group("Data");
  add_pair_options(app, options->data);
  app.add_option(
      "--method", options->method,
      "the routing method whose decisions are audited (default: auto, else router, else max_prob)");
  app.add_option("--coverage", options->coverage, "share kept on the device (0.8, 80%)")
      ->capture_default_str();
  app.add_option("--slices", options->slices,
                 "CSV file with the columns id,<kind>,...: slices besides those by class and confidence");
  app.add_option("--claim", options->claim,
                 "a claimed difference in percentage points; says how many examples are needed to detect it");
  app.add_option(
      "--out", options->out,
      "a folder for decisions.csv, audit.json and audit.txt, or a .csv file for the decisions alone");
  app.add_flag("--json", options->json, "print JSON instead of the report");
  app.footer(
      "Every test input is kept or sent by a threshold chosen on the tuning part. decisions.csv says for "
      "each\n"
      "  kept_right  kept_wrong_both  missed_help  sent_helped  useless_send  harmful_send\n"
      "The report warns of what would invalidate a comparison on these data (duplicates, a model that has "
      "seen the\n"
      "tuning data, wrong labels, too few examples, thresholds that drift) and shows classes and slices "
      "where\n"
      "routing loses, with intervals corrected for looking at all of them.\n"
      "Examples:\n"
      "  hybrid audit --run results/my-pair --out audit\n"
      "  hybrid audit --base base.npz --cloud cloud.npz --method max_prob --coverage 0.9 --claim 0.2\n"
      "  hybrid audit --base test_b.npz --cloud test_g.npz --tune-base val_b.npz --tune-cloud val_g.npz \\\n"
      "      --slices weather.csv --out decisions.csv");
  return [options](Logger& log) { run_audit(*options, log); };
}

}  // namespace hybrid::cli
