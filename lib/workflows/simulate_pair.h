#pragma once
// Outputs of two made-up models as prediction sets, with the scores of the best router there can be.

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
/// @throws DataError if something cannot be written
SimulatedPair simulate_pair(const config::SimulationConfig& config, const std::filesystem::path& folder);

}  // namespace hybrid::workflows
