#pragma once

#include <vector>

namespace hybrid {

class Fields;

/// What is reported of a pair of networks and its routers.
struct EvaluationConfig {
  std::vector<double> coverages = {0.9, 0.8, 0.7};           ///< shares kept on the device
  std::vector<double> latency_ms = {600, 1000, 1400, 1600};  ///< budgets per inference
  int bootstrap = 1000;                                      ///< resamples
  bool operator==(const EvaluationConfig&) const = default;
};

void describe(Fields& f, EvaluationConfig& c);

}  // namespace hybrid
