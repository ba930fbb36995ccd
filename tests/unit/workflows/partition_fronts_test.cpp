#include "workflows/partition_fronts.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <vector>

namespace hybrid::workflows {
namespace {

/// 1 GMAC/s at 10 mW, 8 Mbit/s at 20 mW, 5 ms in the cloud.
cost::SystemProfile round_profile() {
  cost::SystemProfile profile{.name = "round", .kind = cost::ProfileKind::parts};
  profile.parts.device = {.macs_per_second = {1e9, "assumed"}, .active_power_mw = {10, "assumed"}};
  profile.parts.link = {.bits_per_second = {8e6, "assumed"}, .transmit_power_mw = {20, "assumed"}};
  profile.parts.cloud_latency_ms = {5, "assumed"};
  return profile;
}

arch::ModelCard card(const char* name, double top1) {
  return {.name = name, .network = "mcunet-5fps", .resolution = 96, .top1_percent = top1, .source = "paper"};
}

std::vector<PlacedPartition> placed(const std::vector<arch::ModelCard>& cards, Partitions wanted) {
  return partition_fronts(cards, round_profile(), std::nullopt, arch::FeatureFormat::int8, wanted);
}

TEST_CASE("all partitions of all networks come by latency, each with its fronts", "[workflows]") {
  const auto all = placed({card("A", 51.1), card("B", 60)}, Partitions::all);
  REQUIRE(all.size() == 36);
  REQUIRE(std::ranges::is_sorted(all, {}, [](const PlacedPartition& p) { return p.partition.latency_ms; }));
  for (const auto& p : all) {
    // The same network for less accuracy is never on a front.
    if (p.partition.model == "A") REQUIRE((!p.on_latency_front && !p.on_energy_front));
    // Of one accuracy only the quickest is on the front of latency, only the most frugal on that of energy.
    const auto beats = [&](double cost::Partition::*cost) {
      return std::ranges::none_of(all, [&](const PlacedPartition& other) {
        return other.partition.model == "B" && other.partition.*cost < p.partition.*cost;
      });
    };
    if (p.partition.model == "B") {
      REQUIRE(p.on_latency_front == beats(&cost::Partition::latency_ms));
      REQUIRE(p.on_energy_front == beats(&cost::Partition::energy_mj));
    }
  }
}

TEST_CASE("only what is on a front is left if no more is wanted", "[workflows]") {
  const auto all = placed({card("A", 51.1), card("B", 60)}, Partitions::all);
  const auto fronts = placed({card("A", 51.1), card("B", 60)}, Partitions::on_a_front);
  const auto on_one = [](const PlacedPartition& p) { return p.on_latency_front || p.on_energy_front; };
  REQUIRE(!fronts.empty());
  REQUIRE(std::ranges::all_of(fronts, on_one));
  REQUIRE(static_cast<std::ptrdiff_t>(fronts.size()) == std::ranges::count_if(all, on_one));
}

}  // namespace
}  // namespace hybrid::workflows
