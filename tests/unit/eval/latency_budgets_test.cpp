#include "eval/latency_budgets.h"

#include <catch2/catch.hpp>
#include <filesystem>

#include "config/load.h"
#include "core/text.h"

namespace hybrid::eval {
namespace {

using Budgets = std::vector<double>;

Budgets of(double per_input, double per_offload) {
  return latency_budgets({}, {.per_input = per_input, .per_offload = per_offload});
}

Budgets of_profile(const char* name) {
  const auto file = std::filesystem::path(HYBRID_SOURCE) / "configs/systems" / (std::string(name) + ".yaml");
  const auto cost = cost::price(config::load<cost::SystemProfile>(file).value,
                                {.base_macs = 12.79e6, .input_bytes = 27648});
  return latency_budgets({}, *cost.total(cost::Resource::latency));
}

TEST_CASE("budgets that are given are taken", "[eval]") {
  REQUIRE(latency_budgets(Budgets{3, 1}, {.per_input = 2, .per_offload = 9}) == Budgets{3, 1});
}

TEST_CASE("the paper's profiles have the paper's budgets", "[eval]") {
  for (const auto* name : {"paper-table3", "paper-text", "paper-table7-measured", "stm32f746-nbiot"}) {
    CAPTURE(name);
    REQUIRE(of_profile(name) == Budgets{600, 1000, 1400, 1600});
  }
}

TEST_CASE("any other profile has round budgets between keeping and sending all", "[eval]") {
  REQUIRE(of(2, 9) == Budgets{3.8, 5.6, 7.4, 8.2});  // Bluetooth: 9 ms a send
  REQUIRE(of(0, 10) == Budgets{2, 4, 6, 7});
  REQUIRE(of(200, 20) == Budgets{204, 208, 212, 214});
  REQUIRE(of(0.002, 0.009) == Budgets{0.0038, 0.0056, 0.0074, 0.0082});
  REQUIRE(of(1000, 300000) == Budgets{60000, 120000, 180000, 210000});
  for (double span = 0.013; span < 1e6; span *= 1.37) {
    const double device = span * 0.73;
    const Budgets budgets = of(device, span);
    REQUIRE(budgets.size() == 4);
    double before = device;
    for (const double budget : budgets) {
      CAPTURE(span, budget);
      REQUIRE(budget > before);
      REQUIRE(budget < device + span);
      REQUIRE(shortest(budget).size() <= 7);
      before = budget;
    }
  }
}

TEST_CASE("where sending takes no time there is nothing to budget", "[eval]") {
  REQUIRE(of(5, 0).empty());
}

}  // namespace
}  // namespace hybrid::eval
