// hybrid rerun: makes a finished run again and says what differs.

#include <filesystem>
#include <memory>

#include "cli/output.h"
#include "cli/own_program.h"
#include "cli/setups.h"
#include "core/command_line.h"
#include "core/error.h"
#include "core/text.h"
#include "report/text_table.h"
#include "runs/run_differences.h"
#include "runs/run_list.h"
#include "workflows/rerun.h"

namespace hybrid::cli {

namespace {

namespace fs = std::filesystem;

struct RerunOptions {
  std::string run, out;
  bool force = false;
};

/// Returns the folder of the new run.
/// @throws UsageError, DataError if it cannot be written there
fs::path place_of(const RerunOptions& options, const runs::FinishedRun& run) {
  const fs::path out = options.out.empty() ? fs::path(run.path().string() + "-rerun") : fs::path(options.out);
  if (fs::exists(out) && fs::equivalent(out, run.path()))
    throw UsageError("--out is the run itself; give another folder, or leave it out");
  if (!options.force && runs::is_run(out))
    throw DataError(out, "holds a run already; --force makes it again, --out names another folder");
  return out;
}

void train_again(const runs::FinishedRun& run, const fs::path& out, bool force) {
  std::vector<std::string> arguments{"--config", run.verified("config.yaml").string(), "--out", out.string()};
  if (force) arguments.emplace_back("--force");
  const int code = run_own_program("train-hybrid", arguments);
  if (code == static_cast<int>(ExitCode::interrupted))
    throw Interrupted("the training was interrupted; the same command goes on from its last epoch");
  if (code != 0)
    throw DataError(run.path(), fmt::format("could not be trained again (exit code {}): see above", code));
}

runs::FinishedRun made_again(const RerunOptions& options, const runs::FinishedRun& run, Logger& log) {
  const fs::path out = place_of(options, run);
  const std::string_view command = runs::made_by(run);
  if (command == "train-exits")
    throw DataError(run.path(),
                    fmt::format("is one of the runs of `hybrid train-exits`; give its command again "
                                "with another --out: {}",
                                run.manifest().command_line));
  if (command == "train") {
    workflows::require_inputs(run);
    log.info("training again, into {}", out.string());
    train_again(run, out, options.force && runs::is_run(out));
    return runs::FinishedRun(out);
  }
  return workflows::evaluate_again(run, out, options.force, log).run;
}

std::vector<std::string> row_of(const runs::FileDifference& difference) {
  using Kind = runs::FileDifference::Kind;
  switch (difference.kind) {
    case Kind::numbers:
      return {
          difference.path, fmt::format("{} of {} numbers", difference.differing, difference.numbers),
          fmt::format("{:.6g} became {:.6g} ({})", difference.first, difference.second, difference.where)};
    case Kind::content:
      return {difference.path, "content", difference.where.empty() ? "" : "first in " + difference.where};
    case Kind::gone:
      return {difference.path, "not written again", ""};
    case Kind::added:
      return {difference.path, "not written before", ""};
    case Kind::unreadable:
      return {difference.path, "hash", "the file was changed or removed since"};
  }
  HYBRID_CHECK(false, "kind {} is not one of ours", static_cast<int>(difference.kind));
}

/// Says which files were changed after the run, though it would write them now as it did then.
void warn_of_changes(const runs::FinishedRun& run, const std::vector<runs::FileDifference>& differences,
                     Logger& log) {
  for (const auto& output : run.manifest().outputs) {
    const fs::path file = run.path() / output.path;
    const bool differs =
        std::ranges::find(differences, output.path, &runs::FileDifference::path) != differences.end();
    if (!differs && fs::exists(file) && runs::record_file("", file).sha256 != output.sha256)
      log.warn("{}: was changed after the run; made again, it is as it was", file.string());
  }
}

void run_rerun(const RerunOptions& options, Logger& log) {
  if (options.run.empty())
    throw UsageError("give a finished run: hybrid rerun RUN; `hybrid runs` lists them");
  const runs::FinishedRun run = runs::FinishedRun::unchecked(options.run);
  const runs::FinishedRun again = made_again(options, run, log);
  const std::vector<runs::FileDifference> differences = runs::differences_in(run, again);
  warn_of_changes(run, differences, log);
  const std::size_t files = run.manifest().outputs.size();
  if (differences.empty()) {
    print("bit for bit the same: all {} files of {} are as {} wrote them\n", files, again.path().string(),
          run.path().string());
    return;
  }
  report::TextTable table{.header = {"file", "differs in", "largest difference"}};
  for (const auto& difference : differences) table.rows.push_back(row_of(difference));
  print("{} of {} files differ between {} and {}\n\n{}", differences.size(), files, run.path().string(),
        again.path().string(), to_text(table));
  for (const auto& circumstance : runs::circumstances_of(run.manifest(), again.manifest()))
    print("note: {}\n", circumstance);
  flush_output();
  throw DataError(again.path(),
                  fmt::format("differs from {}; docs/reproducibility.md says what may differ where",
                              run.path().string()));
}

}  // namespace

Action setup_rerun(CLI::App& app) {
  auto options = std::make_shared<RerunOptions>();
  app.add_option("run", options->run, "a finished run of `hybrid evaluate` or `hybrid train`");
  app.add_option("--out", options->out, "the folder of the new run (default: the run's own with -rerun)");
  app.add_flag("--force", options->force, "replace what an earlier rerun left there");
  app.footer(
      "The command is given again with the run's own config, cost profile and inputs, which must be unchanged. Exit code\n"
      "0 if every file is the same, bit for bit, else 4 and a table of the files and numbers that differ. Times and the\n"
      "machine in manifest.json may differ.\n"
      "Examples:\n"
      "  hybrid rerun results/evaluate-base-cloud-1a2b3c4d\n"
      "  hybrid rerun results/quickstart-1a2b3c4d --out /tmp/again");
  return [options](Logger& log) { run_rerun(*options, log); };
}

}  // namespace hybrid::cli
