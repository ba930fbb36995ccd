#pragma once
// Creation of runs by all commands: a run that exists is left unchanged; otherwise it is written, recorded
// and renamed to its final name.

#include <functional>
#include <optional>

#include "core/log.h"
#include "runs/run_folder.h"

namespace hybrid::workflows {

struct MadeRun {
  runs::FinishedRun run;
  bool up_to_date = false;  ///< the run already existed
};

/// Returns the run of that hash with its files verified, so that callers can skip costly preparation.
/// @return std::nullopt if the run does not exist
/// @throws DataError if the path is occupied by something else, or a file was changed
std::optional<MadeRun> find_made(const runs::RunRequest& request, Logger& log);

/// Writes the run's files and completes the manifest: seconds, skipped images.
using FillRun = std::function<void(const runs::RunWriter& writer, runs::Manifest& manifest)>;

/// Returns the existing run, or a new one written by `fill`.
/// @param manifest seed, threads, inputs and the libraries besides those of hybrid_core; the command line,
/// times, memory and warnings are added here
/// @throws DataError as RunWriter::begin
/// @throws the exceptions of `fill`; a resumable run is then kept as `.partial`, any other is removed
MadeRun make_run(const runs::RunRequest& request, runs::Manifest manifest, const FillRun& fill, Logger& log);

}  // namespace hybrid::workflows
