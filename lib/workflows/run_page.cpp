#include "workflows/run_page.h"

#include "core/error.h"
#include "runs/outcomes_file.h"
#include "runs/run_folder.h"
#include "workflows/audit_input.h"
#include "workflows/run_options.h"

namespace hybrid::workflows {

namespace {

/// Returns the examples of the default method's base, and whether the answers are right.
page::Examples examples_of(const std::filesystem::path& run, Logger& log) {
  AuditInput input = read_audit_input({.run = run}, "", log);
  audit::AuditTask& task = input.task;
  page::Examples examples{
      .ids = std::move(task.test_ids),
      .labels = {},
      .class_names = std::move(task.class_names),
      .right = {predictions::correct(task.test.base), predictions::correct(task.test.cloud)}};
  examples.labels = std::move(task.test.base.labels);
  return examples;
}

}  // namespace

page::RunPage read_run_page(const std::filesystem::path& run, const FindProfile& find_profile, Logger& log) {
  const runs::FinishedRun finished(run);
  finished.verify();
  if (!finished.has(runs::kMethodsFile))
    throw DataError(
        run,
        "stores no decisions between a device and one cloud model; give a run of `hybrid train`, or "
        "of `hybrid evaluate` with one cloud model");
  LoadedProblem loaded = load_problem({.run = run}, {}, "", find_profile, log);
  const std::optional<cost::Battery> battery = cost::battery_of(loaded.battery, loaded.profile);
  page::RunPage page{.name = loaded.name,
                     .problem = std::move(loaded.problem),
                     .workload = loaded.workload,
                     .profile = std::move(loaded.profile),
                     .manifest = finished.manifest(),
                     .examples = {},
                     .commands = {},
                     .battery = battery,
                     .measured = point_options_of(finished)};
  try {
    page.examples = examples_of(run, log);
  } catch (const DataError&) {  // the run is whole, so this is about what it was made from
    log.warn(
        "no examples and classes on the page: the predictions that {} was made from are gone or have changed; "
        "`hybrid audit` says which",
        run.string());
  }
  return page;
}

}  // namespace hybrid::workflows
