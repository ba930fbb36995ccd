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

inline SimulationConfig family(const std::string& name) {
  return load<SimulationConfig>(std::filesystem::path(HYBRID_SOURCE) / "configs/synthetic" / (name + ".yaml"))
      .value;
}

inline RoutingScores measure(const std::string& name, const PredictionSet& base) {
  return std::ranges::find(confidence_measures(), name, &ConfidenceMeasure::name)->scores(base);
}

struct FamilySample {
  PredictionPair pair;
  RoutingScores optimal;
  Outcomes outcomes;  ///< which model was right
  Outcomes expected;  ///< how probable that was, given what the device sees: accuracies without the noise of
                      ///< labels

  FamilySample(const Simulator& simulator, SimulatedPart part, std::size_t n, SeedTree seed) {
    const SimulatedOutputs outputs = simulator.draw(part, n, seed);
    pair = prediction_pair(outputs);
    optimal = optimal_scores(outputs);
    outcomes = outcomes_of(pair);
    expected = {outputs.base_probability, outputs.cloud_probability};
  }
};

}  // namespace hybrid::test
