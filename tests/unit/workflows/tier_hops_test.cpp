#include "workflows/tier_hops.h"

#include <catch2/catch.hpp>

namespace hybrid::workflows {
namespace {

using cost::Resource;

/// A hop of one example, with these items of its price.
Hop hop_with(std::vector<cost::CostItem> items, double router_macs = 0) {
  return {.stage = {.method = "m", .tune = {0}, .test = {0}},
          .router_macs = router_macs,
          .tune_sent = {1},
          .test_sent = {1},
          .tune_kept = {0},
          .test_kept = {0},
          .note = "",
          .cost = {.profile = "p", .items = std::move(items), .unknown = {}},
          .accuracy = {}};
}

std::vector<Hop> two_hops() {
  return {hop_with({{"base", Resource::latency, 10, 0, ""},
                    {"transmission", Resource::latency, 0, 100, ""},
                    {"cloud", Resource::latency, 0, 20, ""},
                    {"base", Resource::energy, 1, 0, ""},
                    {"transmission", Resource::energy, 0, 7, ""},
                    {"base", Resource::macs, 1000, 0, ""},
                    {"cloud", Resource::macs, 0, 1e6, ""}}),
          hop_with({{"base", Resource::latency, 5, 0, ""},
                    {"transmission", Resource::latency, 0, 300, ""},
                    {"cloud", Resource::latency, 0, 40, ""},
                    {"transmission", Resource::energy, 0, 9, ""},
                    {"base", Resource::macs, 1e6, 0, ""},
                    {"cloud", Resource::macs, 0, 1e9, ""}},
                   50)};
}

TEST_CASE("hops in a row add up, and only the first tier's own time and energy count", "[workflows][tiers]") {
  const eval::Cascade cascade = cascade_of(two_hops(), {"a", "b", "c"});
  const auto& latency = cascade.costs.at(Resource::latency);
  REQUIRE(latency.per_input == 10);
  REQUIRE(latency.per_offload == std::vector<double>{120, 340});
  const auto& energy = cascade.costs.at(Resource::energy);
  REQUIRE(energy.per_input == 1);
  REQUIRE(energy.per_offload == std::vector<double>{7, 0});
  // The second tier's router runs on what reaches it.
  REQUIRE(cascade.costs.at(Resource::macs).per_offload == std::vector<double>{1e6 + 50, 1e9});
}

TEST_CASE("a cost that a hop does not know is unknown for all", "[workflows][tiers]") {
  auto hops = two_hops();
  std::erase_if(hops[1].cost.items, [](const auto& item) { return item.resource == Resource::latency; });
  REQUIRE_FALSE(cascade_of(hops, {"a", "b", "c"}).costs.contains(Resource::latency));
}

TEST_CASE("tiers that pass an input on do not run their models", "[workflows][tiers]") {
  const Hop straight = hop_with({{"base", Resource::latency, 11, 0, ""},
                                 {"transmission", Resource::latency, 0, 100, ""},
                                 {"base", Resource::energy, 1, 0, ""},
                                 {"base", Resource::macs, 1000, 0, ""},
                                 {"cloud", Resource::macs, 0, 1e9, ""}});
  const auto costs = relayed_costs(two_hops(), straight);
  REQUIRE(costs.at(Resource::latency).per_input == 11);
  REQUIRE(costs.at(Resource::latency).per_offload == std::vector<double>{100 + 300 + 40});
  REQUIRE(costs.at(Resource::energy).per_offload == std::vector<double>{7});
  REQUIRE(costs.at(Resource::macs).per_offload == std::vector<double>{1e9});
}

}  // namespace
}  // namespace hybrid::workflows
