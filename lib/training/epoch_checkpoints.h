#pragma once
// Going on where training stopped: one file per phase holds the networks, their optimisers, the records of
// what is done, and in the middle of an epoch how far that has come. It is written at once or not at all, so
// that a phase that trains two networks never goes on with one of them ahead.

#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "training/sgd_trainer.h"

namespace hybrid {

class EpochCheckpoints;

/// One epoch of each network of a phase.
class Round {
 public:
  int epoch() const;  ///< from 0

  /// What `make` returns; where a process goes on in the middle of the round, what it returned in the one
  /// that began it. For what follows from the networks as they were then. At most once a round, before any
  /// training.
  std::string once(const std::function<std::string()>& make);

  /// Trains one epoch of a network of the phase, what is left of it. In every process the same trainers in
  /// the same order.
  /// @throws Interrupted, with what is done in the checkpoint
  void train(SgdTrainer& trainer, std::span<const float> weights = {});

 private:
  friend class EpochCheckpoints;
  explicit Round(EpochCheckpoints& checkpoints) : checkpoints_(checkpoints) {}

  EpochCheckpoints& checkpoints_;
  std::size_t trained_ = 0;  ///< epochs that were asked for in this round
};

/// Runs the epochs of a phase that `file` does not have yet and returns the records of all. Afterwards the
/// trainers' networks are trained, whenever that happened.
/// @param trainers of the phase; their phase names must differ
/// @param run_round trains one epoch of each
/// @throws DataError if the file is damaged or of other networks, Interrupted
std::vector<EpochRecord> run_epochs(std::span<SgdTrainer* const> trainers, int epochs,
                                    const std::filesystem::path& file,
                                    const std::function<void(Round& round)>& run_round);

}  // namespace hybrid
