#include "eval/outage.h"

#include <catch2/catch.hpp>

#include "unit/routing/tiny_sets.h"

using namespace hybrid;
using namespace hybrid::eval;

namespace {

MethodCosts costs(bool single) {
  MethodCosts costs{.mean = {.profile = "tiny",
                             .items = {{"lump", cost::Resource::latency, 200, 2000, "paper"},
                                       {"lump", cost::Resource::energy, 10, 100, "paper"}}}};
  if (single)
    costs.test[cost::Resource::latency] = {.per_input = {100, 200, 300, 400},
                                           .per_offload = {1000, 2000, 3000, 4000}};
  return costs;
}

/// Every outcome of the outages of the sent inputs, with its probability.
OutageFigures enumerated(const Outage& outage, const Decisions& decisions, const routing::Outcomes& test,
                         const MethodCosts& costs) {
  const std::size_t n = test.size();
  OutageFigures mean{.accuracy = 0, .latency_ms = 0.0, .energy_mj = 0.0};
  for (unsigned out = 0; out < 1U << n; ++out) {
    double probability = 1, right = 0, latency = 0, energy = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const bool away = (out >> i & 1U) != 0;
      probability *= away ? outage.probability : 1 - outage.probability;
      const auto own = costs.test.find(cost::Resource::latency);
      const double per_input = own == costs.test.end() ? 200 : own->second.per_input[i];
      const double per_offload = own == costs.test.end() ? 2000 : own->second.per_offload[i];
      const bool sent = decisions.sent[i] == 1;
      right += sent && !away ? test.cloud_value[i] : test.base_value[i];
      latency += per_input + (!sent ? 0 : away ? outage.timeout_ms.value_or(per_offload) : per_offload);
      energy += 10 + (sent ? 100 : 0);
    }
    const auto count = static_cast<double>(n);
    mean.accuracy += probability * right / count;
    *mean.latency_ms += probability * latency / count;
    *mean.energy_mj += probability * energy / count;
  }
  return mean;
}

}  // namespace

TEST_CASE("the expectation under outages is the sum over everything that can happen", "[eval]") {
  const routing::Outcomes test = test::outcomes_from("0011", "1101");
  for (unsigned chosen = 0; chosen < 16; ++chosen) {
    Decisions decisions{.sent = std::vector<double>(4, 0.0)};
    for (std::size_t i = 0; i < 4; ++i)
      if ((chosen >> i & 1U) != 0) {
        decisions.sent[i] = 1;
        decisions.coverage -= 0.25;
      }
    for (const double probability : {0.0, 0.05, 0.5, 1.0})
      for (const auto& timeout : {std::optional<double>(), std::optional(0.0), std::optional(700.0)})
        for (const bool single : {false, true}) {
          const Outage outage{probability, timeout};
          const OutageFigures fast = expected_under(outage, decisions, test, costs(single));
          const OutageFigures slow = enumerated(outage, decisions, test, costs(single));
          REQUIRE(fast.accuracy == Approx(slow.accuracy));
          REQUIRE(*fast.latency_ms == Approx(*slow.latency_ms));
          REQUIRE(*fast.energy_mj == Approx(*slow.energy_mj));
        }
  }
}

TEST_CASE("without a cloud the base's accuracy is left", "[eval]") {
  const routing::Outcomes test = test::outcomes_from("0011", "1111");
  const OutageFigures figures =
      expected_under({.probability = 1}, {.sent = {1, 1, 1, 1}, .coverage = 0}, test, {});
  REQUIRE(figures.accuracy == 0.5);
  REQUIRE_FALSE(figures.latency_ms);
  REQUIRE_FALSE(figures.energy_mj);
}
