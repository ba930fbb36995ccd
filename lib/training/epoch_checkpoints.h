#pragma once
// Going on where training stopped: after each epoch one file per phase holds the networks, their optimisers,
// how many epochs are done and their records. It is written at once or not at all, so that a phase that
// trains two networks never goes on with one of them an epoch ahead.

#include <filesystem>
#include <functional>
#include <span>
#include <vector>

#include "training/sgd_trainer.h"

namespace hybrid {

/// Runs the epochs of a phase that `file` does not have yet, each followed by a checkpoint in `file`, and
/// returns the records of all. Afterwards the trainers' networks are trained, whenever that happened.
/// @param trainers of the phase; their phase names must differ
/// @param run_epoch trains one epoch (from 0) of each
/// @throws DataError if the file is damaged or of other networks, Interrupted
std::vector<EpochRecord> run_epochs(std::span<SgdTrainer* const> trainers, int epochs,
                                    const std::filesystem::path& file,
                                    const std::function<std::vector<EpochRecord>(int epoch)>& run_epoch);

}  // namespace hybrid
