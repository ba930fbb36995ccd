#pragma once
// Keys that cannot act beside the other values of a config: what they were set to would be taken for a cause
// of the result. The like for options is cli/ignored_options.h.

#include <string>
#include <vector>

#include "config/experiment.h"
#include "config/pair.h"
#include "config/simulation.h"

namespace hybrid::config {

/// Returns a sentence for each reason why keys that differ from their defaults have no effect, with the place
/// of the first of them: "a.yaml:9:5: training.appealnet.beta has no effect: training.appealnet.enabled is
/// false". Keys with their default change nothing, wherever they are given, as in a run's own config.
std::vector<std::string> ignored_keys(const Loaded<ExperimentConfig>& loaded);
std::vector<std::string> ignored_keys(const Loaded<PairConfig>& loaded);
std::vector<std::string> ignored_keys(const Loaded<SimulationConfig>& loaded);

/// Returns the dotted keys whose values differ from their defaults.
std::vector<std::string> changed_keys(const PairConfig& config);

}  // namespace hybrid::config
