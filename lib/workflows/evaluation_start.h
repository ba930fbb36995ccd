#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "config/pair.h"
#include "eval/utility.h"
#include "runs/manifest.h"

namespace hybrid::workflows {

/// What a run of prediction sets begins with.
struct EvaluationStart {
  config::PairConfig config;  ///< names the run's copy of the utility table
  eval::Utility utility;
  runs::Manifest manifest;  ///< experiment, seed, start and inputs, the utility table last
};

/// Reads the utility and hashes the inputs.
/// @param inputs role and path of each file; those without a path are left out
/// @throws as eval::read_utility and runs::record_input
EvaluationStart start_evaluation(const config::PairConfig& config, const runs::ExperimentRecord& experiment,
                                 const std::vector<std::pair<std::string, std::string>>& inputs);

}  // namespace hybrid::workflows
