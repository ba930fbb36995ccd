#pragma once
// Simulated outputs of two models as prediction sets, with the scores of the best possible router.

#include <filesystem>

#include "config/simulation.h"
#include "predictions/prediction_pair.h"
#include "routing/route.h"

namespace hybrid::workflows {

struct SimulatedPair {
  predictions::PredictionPair tune, test;
  routing::RoutingScores optimal;  ///< [n_test]
};

/// Draws both parts and writes them: {tune-,}{base,cloud}.npz, optimal.npz and config.yaml.
/// @throws DataError if a file cannot be written
SimulatedPair simulate_pair(const config::SimulationConfig& config, const std::filesystem::path& folder);

}  // namespace hybrid::workflows
