#pragma once
// Simulated outputs of two models as prediction sets, with the scores of the best possible router.

#include <array>
#include <filesystem>
#include <string_view>

#include "config/simulation.h"
#include "predictions/prediction_pair.h"
#include "routing/route.h"

namespace hybrid::workflows {

struct SimulatedPair {
  predictions::PredictionPair tune, test;
  routing::RoutingScores optimal;  ///< [n_test]
};

/// The files that simulate_pair() writes.
inline constexpr std::array<std::string_view, 6> kSimulatedFiles{
    "config.yaml", "base.npz", "cloud.npz", "tune-base.npz", "tune-cloud.npz", "optimal.npz"};

/// Draws both parts and writes them to kSimulatedFiles, replacing what is there.
/// @throws DataError if a file cannot be written
SimulatedPair simulate_pair(const config::SimulationConfig& config, const std::filesystem::path& folder);

}  // namespace hybrid::workflows
