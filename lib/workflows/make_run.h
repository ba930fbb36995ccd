#pragma once
// How every command makes its run: left alone if it is there, else written, recorded and put in place.

#include <functional>
#include <optional>

#include "core/log.h"
#include "runs/run_folder.h"

namespace hybrid::workflows {

struct MadeRun {
  runs::FinishedRun run;
  bool up_to_date = false;  ///< it was there already
};

/// The run of that hash, its files verified, if it is there already; for whoever has costly preparations to
/// save. @throws DataError if the place is taken by anything else, or a file was changed
std::optional<MadeRun> find_made(const runs::RunRequest& request, Logger& log);

/// Writes the run's files, and adds to the manifest what it alone knows: seconds, skipped images.
using FillRun = std::function<void(const runs::RunWriter& writer, runs::Manifest& manifest)>;

/// The run that is there already, or a new one that `fill` writes.
/// @param manifest seed, threads and inputs, and what libraries there are besides those of hybrid_core; the
/// command line, times, memory and warnings are added here
/// @throws DataError as RunWriter::begin, and what `fill` throws: then a resumable run stays as `.partial`
/// and of any other nothing is left
MadeRun make_run(const runs::RunRequest& request, runs::Manifest manifest, const FillRun& fill, Logger& log);

}  // namespace hybrid::workflows
