#include "workflows/make_run.h"

#include "core/command_line.h"

namespace hybrid {

std::optional<MadeRun> find_made(const RunRequest& request, Logger& log) {
  if (!is_up_to_date(request)) return std::nullopt;
  MadeRun made{.run = FinishedRun(request.path), .up_to_date = true};
  made.run.verify();
  log.info("up to date: {}", request.path.string());
  return made;
}

MadeRun make_run(const RunRequest& request, Manifest manifest, const FillRun& fill, Logger& log) {
  if (auto made = find_made(request, log)) return std::move(*made);
  if (manifest.started.empty()) manifest.started = utc_now();
  auto writer = RunWriter::begin(request, log);
  // Another process may have finished it since.
  if (!writer) return {.run = FinishedRun(request.path), .up_to_date = true};
  fill(*writer, manifest);
  manifest.command_line = command_line();
  manifest.libraries.merge(core_libraries());
  manifest.warnings = log.warnings();
  manifest.peak_memory_mb = peak_memory_mb();
  writer->finish(std::move(manifest));
  return {.run = FinishedRun(request.path)};
}

}  // namespace hybrid
