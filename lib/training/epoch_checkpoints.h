#pragma once
// Resumable training: one file per phase holds the networks, their optimisers, the records of completed
// epochs, and the progress of the current one. It is written atomically, so that two networks of a phase
// always resume from the same epoch.

#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "training/sgd_trainer.h"

namespace hybrid::training {

class EpochCheckpoints;

/// A round: one epoch of each network of a phase.
class Round {
 public:
  int epoch() const;  ///< from 0

  /// Returns the result of `make`; in a resumed round, the result in the process that started the round. For
  /// values that depend on the networks at the start of the round. Call it at most once per round, before any
  /// training.
  std::string once(const std::function<std::string()>& make);

  /// Trains one epoch of a network of the phase, or the rest of a resumed epoch. Call it in every process
  /// with the same trainers in the same order.
  /// @throws Interrupted after saving the progress in the checkpoint
  void train(SgdTrainer& trainer, std::span<const float> weights = {});

 private:
  friend class EpochCheckpoints;
  explicit Round(EpochCheckpoints& checkpoints) : checkpoints_(checkpoints) {}

  EpochCheckpoints& checkpoints_;
  std::size_t trained_ = 0;  ///< calls of train in this round
};

/// Runs the remaining epochs of a phase and returns the records of all epochs. Afterwards the trainers'
/// networks are trained, in this or an earlier process.
/// @param trainers trainers of the phase; their phase names must differ
/// @param run_round trains one epoch of each network
/// @throws DataError if the file is damaged or of other networks, Interrupted
std::vector<EpochRecord> run_epochs(std::span<SgdTrainer* const> trainers, int epochs,
                                    const std::filesystem::path& file,
                                    const std::function<void(Round& round)>& run_round);

}  // namespace hybrid::training
