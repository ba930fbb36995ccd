#pragma once
// Examples of the families in configs/synthetic, with what actually happened and what was to be expected.

#include <algorithm>
#include <filesystem>
#include <string>

#include "config/load.h"
#include "eval/methods.h"
#include "routing/scores.h"
#include "simulate/simulator.h"

namespace hybrid::test {

inline config::SimulationConfig family(const std::string& name) {
  return config::load<config::SimulationConfig>(std::filesystem::path(HYBRID_SOURCE) / "configs/synthetic" /
                                                (name + ".yaml"))
      .value;
}

inline routing::RoutingScores measure(const std::string& name, const predictions::PredictionSet& base) {
  return std::ranges::find(routing::confidence_measures(), name, &routing::ConfidenceMeasure::name)
      ->scores(base);
}

struct FamilySample {
  predictions::PredictionPair pair;
  routing::RoutingScores optimal;
  routing::Outcomes outcomes;  ///< which model was right
  routing::Outcomes expected;  ///< how probable that was, given what the device sees: accuracies without the
                               ///< noise of labels

  FamilySample(const simulate::Simulator& simulator, simulate::SimulatedPart part, std::size_t n,
               SeedTree seed) {
    const simulate::SimulatedOutputs outputs = simulator.draw(part, n, seed);
    pair = simulate::prediction_pair(outputs);
    optimal = simulate::optimal_scores(outputs);
    outcomes = eval::outcomes_of(pair);
    expected = {outputs.base_probability, outputs.cloud_probability};
  }
};

}  // namespace hybrid::test
