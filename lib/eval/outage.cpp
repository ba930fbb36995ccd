#include "eval/outage.h"

#include "core/error.h"

namespace hybrid::eval {

OutageFigures expected_under(const Outage& outage, const Decisions& decisions, const routing::Outcomes& test,
                             const MethodCosts& costs) {
  const std::size_t n = test.size();
  HYBRID_CHECK(n > 0 && decisions.sent.size() == n, "{} decisions on {} inputs", decisions.sent.size(), n);
  double value = 0;
  Decisions reached = decisions;  // inputs with a response from the cloud
  for (std::size_t i = 0; i < n; ++i) {
    reached.sent[i] *= 1 - outage.probability;
    value += test.base_value[i] + reached.sent[i] * (test.cloud_value[i] - test.base_value[i]);
  }
  reached.coverage = 1 - (1 - decisions.coverage) * (1 - outage.probability);

  OutageFigures figures{.accuracy = value / static_cast<double>(n)};
  figures.energy_mj = mean_cost(costs, cost::Resource::energy, decisions);
  if (!outage.timeout_ms) {
    figures.latency_ms = mean_cost(costs, cost::Resource::latency, decisions);
  } else if (const auto latency = mean_cost(costs, cost::Resource::latency, reached)) {
    figures.latency_ms = *latency + (1 - decisions.coverage) * outage.probability * *outage.timeout_ms;
  }
  return figures;
}

}  // namespace hybrid::eval
