#pragma once
// Two models' prediction sets in, a finished run with every routing method compared on equal terms out.

#include "config/pair.h"
#include "cost/system_profile.h"
#include "workflows/make_run.h"
#include "workflows/problem.h"

namespace hybrid::workflows {

struct EvaluateRequest {
  PredictionFiles files;
  config::PairConfig
      config;  ///< its utility's file as it is found from the working folder; the run keeps a copy
  cost::SystemProfile profile;
  std::filesystem::path out;  ///< the run's folder; empty: results/evaluate-<hash>
  bool force = false;         ///< replace a finished run
};

/// @throws InvalidArgument for files or options that contradict each other, DataError for files that cannot
/// be read, do not fit each other or cannot be written, Interrupted
MadeRun evaluate_run(const EvaluateRequest& request, Logger& log);

}  // namespace hybrid::workflows
