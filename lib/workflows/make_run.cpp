#include "workflows/make_run.h"

#include "core/command_line.h"
#include "core/interrupt.h"

namespace hybrid::workflows {

std::optional<MadeRun> find_made(const runs::RunRequest& request, Logger& log) {
  if (!runs::is_up_to_date(request, log)) return std::nullopt;
  MadeRun made{.run = runs::FinishedRun::unchecked(request.path), .up_to_date = true};
  made.run.verify();
  log.info("up to date: {}", request.path.string());
  return made;
}

MadeRun make_run(const runs::RunRequest& request, runs::Manifest manifest, const FillRun& fill, Logger& log) {
  if (auto made = find_made(request, log)) return std::move(*made);
  if (manifest.started.empty()) manifest.started = runs::utc_now();
  const StopsWhenSafe stops;  // the run is kept to be continued, or removed
  auto writer = runs::RunWriter::begin(request, log);
  // Another process may have finished the run in the meantime.
  if (!writer) return {.run = runs::FinishedRun::unchecked(request.path), .up_to_date = true};
  fill(*writer, manifest);
  manifest.command_line = command_line();
  manifest.libraries.merge(runs::core_libraries());
  manifest.warnings = log.warnings();
  manifest.peak_memory_mb = runs::peak_memory_mb();
  writer->finish(std::move(manifest));
  return {.run = runs::FinishedRun::unchecked(request.path)};
}

}  // namespace hybrid::workflows
