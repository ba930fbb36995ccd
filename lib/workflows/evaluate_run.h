#pragma once
// `hybrid evaluate`: compares all routing methods on two models' prediction sets in a finished run.

#include <array>
#include <string>
#include <utility>

#include "config/pair.h"
#include "cost/system_profile.h"
#include "workflows/make_run.h"
#include "workflows/problem.h"

namespace hybrid::workflows {

/// The files that an evaluation reads, by their roles in a run's manifest.
inline constexpr std::array<std::pair<const char*, std::string PredictionFiles::*>, 6> kFileRoles{
    {{"base", &PredictionFiles::base},
     {"cloud", &PredictionFiles::cloud},
     {"tune base", &PredictionFiles::tune_base},
     {"tune cloud", &PredictionFiles::tune_cloud},
     {"scores", &PredictionFiles::scores},
     {"tune scores", &PredictionFiles::tune_scores}}};

struct EvaluateRequest {
  PredictionFiles files;
  /// The path of its utility file is relative to the working folder; the run keeps a copy of the file.
  config::PairConfig config;
  cost::SystemProfile profile;
  std::filesystem::path out;  ///< folder of the run; empty: results/evaluate-<base>-<cloud>-<hash>
  bool force = false;         ///< replace a finished run
  /// Of the run that is made again, by whose name the files call it; else empty: the folder's name.
  runs::ExperimentRecord experiment = {};
};

/// Evaluates the prediction sets.
/// @throws InvalidArgument for files or options that contradict each other
/// @throws DataError if files cannot be read, do not match each other or cannot be written
/// @throws Interrupted if the user interrupts; repeats that are finished are kept, and the same call goes on
MadeRun evaluate_run(const EvaluateRequest& request, Logger& log);

}  // namespace hybrid::workflows
