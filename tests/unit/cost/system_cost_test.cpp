#include "cost/system_cost.h"

#include <array>
#include <catch2/catch.hpp>
#include <filesystem>

#include "config/load.h"

namespace hybrid::cost {
namespace {

using Catch::Matchers::Contains;

SystemProfile profile(const std::string& name) {
  return config::load<SystemProfile>(std::filesystem::path(HYBRID_SOURCE) / "configs/systems" /
                                     (name + ".yaml"))
      .value;
}

Cost total(const SystemCost& cost, Resource resource) {
  const auto sum = cost.total(resource);
  REQUIRE(sum.has_value());
  return *sum;
}

/// A profile of parts with round numbers: 1 MMAC/s at 10 mW, 1 kbit/s at 20 mW, 100 bytes, 5 ms in the cloud.
SystemProfile round_parts() {
  SystemProfile round{.name = "round", .kind = ProfileKind::parts};
  round.parts.device = {.macs_per_second = {1e6, "assumed"}, .active_power_mw = {10, "datasheet"}};
  round.parts.link = {.bits_per_second = {1000, "measured"}, .transmit_power_mw = {20, "datasheet"}};
  round.parts.payload = {.bytes = 100, .source = "assumed"};
  round.parts.cloud_latency_ms = {5, "measured"};
  return round;
}

TEST_CASE("paper-table3 gives the latencies and energies of Table 3", "[cost]") {
  const SystemCost cost = price(profile("paper-table3"), {});
  const std::array coverages{0.9, 0.8, 0.6, 0.4, 0.3};
  const std::array latencies{400.0, 600.0, 1000.0, 1400.0, 1600.0};
  const std::array energies{31.968, 53.568, 96.768, 139.968, 161.568};
  for (std::size_t i = 0; i < coverages.size(); ++i) {
    REQUIRE(total(cost, Resource::latency).at(coverages[i]) == Approx(latencies[i]).margin(1e-9).epsilon(0));
    REQUIRE(total(cost, Resource::energy).at(coverages[i]) == Approx(energies[i]).margin(1e-9).epsilon(0));
    REQUIRE(*total(cost, Resource::latency).coverage_for(latencies[i]) ==
            Approx(coverages[i]).margin(1e-9).epsilon(0));
    REQUIRE(*total(cost, Resource::energy).coverage_for(energies[i]) ==
            Approx(coverages[i]).margin(1e-9).epsilon(0));
  }
}

TEST_CASE("items of one name and resource are summed by offload", "[cost]") {
  const SystemCost cost{.profile = "p",
                        .items = {{"encoder", Resource::latency, 1, 20, "assumed"},
                                  {"encoder", Resource::latency, 0, 3, "assumed"},
                                  {"encoder", Resource::energy, 0, 7, "assumed"},
                                  {"cloud", Resource::latency, 0, 25, "assumed"}},
                        .unknown = {}};
  REQUIRE(cost.per_offload(Resource::latency, "encoder") == 23);
  REQUIRE(cost.per_offload(Resource::energy, "encoder") == 7);
  REQUIRE(cost.per_offload(Resource::latency, "head") == 0);
}

TEST_CASE("the paper's text, with the GPU's 25 ms, gives other coverages than its Table 3", "[cost]") {
  const Cost latency = total(price(profile("paper-text"), {}), Resource::latency);
  const std::array budgets{600.0, 1000.0, 1400.0, 1600.0};
  const std::array coverages{0.802, 0.605, 0.407, 0.309};
  for (std::size_t i = 0; i < budgets.size(); ++i)
    REQUIRE(*latency.coverage_for(budgets[i]) == Approx(coverages[i]).margin(0.0005).epsilon(0));
}

TEST_CASE("paper-table7-measured prices what the authors measured on the board", "[cost]") {
  const SystemCost cost = price(profile("paper-table7-measured"), {});
  REQUIRE(total(cost, Resource::latency).at(1) == Approx(259.51).margin(1e-9).epsilon(0));
  REQUIRE(total(cost, Resource::latency).at(0.6) == Approx(259.51 + 0.4 * 2025).margin(1e-9).epsilon(0));
  REQUIRE(total(cost, Resource::energy).at(0.6) == Approx(113.4 + 0.4 * 216).margin(1e-9).epsilon(0));
}

TEST_CASE("on-cloud leaves out the device's share, as Table 3 does", "[cost]") {
  REQUIRE(total(price(profile("paper-table3"), {}), Resource::latency).cloud_only() == 2000);
}

TEST_CASE("a budget below what every input costs has no coverage", "[cost]") {
  const Cost cost{.per_input = 200, .per_offload = 2000};
  REQUIRE_FALSE(cost.coverage_for(199.999).has_value());
  REQUIRE(cost.coverage_for(200) == 1.0);
  REQUIRE(cost.coverage_for(2200) == 0.0);
  REQUIRE(cost.coverage_for(1e9) == 0.0);
}

TEST_CASE("where sending is free every budget that can be met allows sending everything", "[cost]") {
  const Cost cost{.per_input = 10, .per_offload = 0};
  REQUIRE(cost.coverage_for(10) == 0.0);
  REQUIRE_FALSE(cost.coverage_for(9).has_value());
}

TEST_CASE("28 KB over NB-IoT take 2036 ms", "[cost]") {
  SystemProfile parts = profile("stm32f746-nbiot");
  parts.parts.payload.bytes = 28000;
  const SystemCost cost = price(parts, {.base_macs = 12.79e6});
  const auto item = std::find_if(cost.items.begin(), cost.items.end(), [](const CostItem& i) {
    return i.name == "transmission" && i.resource == Resource::latency;
  });
  REQUIRE(item != cost.items.end());
  REQUIRE(item->per_input == 0);
  REQUIRE(item->per_offload == Approx(28000 * 8 / 110.0).margin(1e-9).epsilon(0));
  REQUIRE(item->per_offload == Approx(2036).margin(0.5));
  REQUIRE_THAT(item->source, Contains("28000 bytes") && Contains("datasheet"));
}

TEST_CASE("parts are composed of MACs over speed, bytes over rate and power times time", "[cost]") {
  const SystemCost cost = price(round_parts(), {.base_macs = 2e6, .cloud_macs = 7e6});
  const Cost latency = total(cost, Resource::latency);
  REQUIRE(latency.per_input == Approx(2000));       // 2 M MACs at 1 M/s
  REQUIRE(latency.per_offload == Approx(800 + 5));  // 800 bits at 1 kbit/s, then the cloud
  const Cost energy = total(cost, Resource::energy);
  REQUIRE(energy.per_input == Approx(20));    // 10 mW for 2 s
  REQUIRE(energy.per_offload == Approx(16));  // 20 mW for 0.8 s; the cloud's energy is not the device's
  const Cost macs = total(cost, Resource::macs);
  REQUIRE(macs.per_input == 2e6);
  REQUIRE(macs.per_offload == 7e6);
  REQUIRE(cost.unknown.empty());
}

TEST_CASE("a router pays for its MACs in every resource of composed parts", "[cost]") {
  const SystemCost with = price(round_parts(), {.base_macs = 2e6, .cloud_macs = 7e6, .router_macs = 42368});
  REQUIRE(total(with, Resource::macs).per_input == 2e6 + 42368);
  REQUIRE(total(with, Resource::latency).per_input == Approx(2000 + 42.368));
  REQUIRE(total(with, Resource::energy).per_input == Approx(20 + 0.42368));
}

TEST_CASE("lumps hold the router's share already; only its MACs are added", "[cost]") {
  const Workload workload{.base_macs = 2e6, .cloud_macs = 7e6, .router_macs = 42368};
  const SystemCost cost = price(profile("paper-table3"), workload);
  REQUIRE(total(cost, Resource::latency).per_input == 200);
  REQUIRE(total(cost, Resource::macs).per_input == 2e6 + 42368);
}

TEST_CASE("the run's own input is what is sent where the profile names no size", "[cost]") {
  SystemProfile parts = round_parts();
  parts.parts.payload.bytes.reset();
  const SystemCost cost = price(parts, {.base_macs = 2e6, .input_bytes = 250});
  REQUIRE(total(cost, Resource::latency).per_offload == Approx(2000 + 5));
}

TEST_CASE("what cannot be counted is named with its reason and has no total", "[cost]") {
  const SystemCost lumps = price(profile("paper-table3"), {.base_macs = 1});
  REQUIRE_FALSE(lumps.total(Resource::macs).has_value());
  REQUIRE(lumps.unknown.size() == 1);
  REQUIRE_THAT(lumps.unknown.front(), Contains("macs:"));

  const SystemCost no_macs = price(round_parts(), {});
  REQUIRE_FALSE(no_macs.total(Resource::latency).has_value());
  REQUIRE_FALSE(no_macs.total(Resource::energy).has_value());
  REQUIRE_THAT(no_macs.unknown.front(), Contains("latency, energy:") && Contains("macs"));

  SystemProfile no_size = round_parts();
  no_size.parts.payload.bytes.reset();
  REQUIRE_THAT(price(no_size, {.base_macs = 1}).unknown.front(), Contains("payload's size"));
}

TEST_CASE("energy without a power, and other numbers that a profile leaves out, are not counted as zero",
          "[cost]") {
  const auto without = [](const auto& clear) {
    SystemProfile parts = round_parts();
    clear(parts.parts);
    return price(parts, {.base_macs = 2e6, .cloud_macs = 7e6});
  };
  const SystemCost no_radio = without([](PartsConfig& parts) { parts.link.transmit_power_mw = {}; });
  REQUIRE(total(no_radio, Resource::latency).per_input == Approx(2000));
  REQUIRE_FALSE(no_radio.total(Resource::energy));
  REQUIRE(no_radio.why_unknown(Resource::energy) ==
          "energy: the profile gives no parts.link.transmit_power_mw");
  const SystemCost no_power = without([](PartsConfig& parts) {
    parts.link.transmit_power_mw = {};
    parts.device.active_power_mw = {};
  });
  REQUIRE(no_power.why_unknown(Resource::energy) ==
          "energy: the profile gives no parts.device.active_power_mw and no parts.link.transmit_power_mw");
  const SystemCost no_cloud = without([](PartsConfig& parts) { parts.cloud_latency_ms = {}; });
  REQUIRE(total(no_cloud, Resource::latency).per_offload == Approx(800));
  REQUIRE(no_cloud.unknown ==
          std::vector<std::string>{"the cloud's own time: the profile gives no parts.cloud_latency_ms"});

  SystemProfile lumps{.name = "lumps"};
  lumps.lumps.latency_ms.per_input = 3;
  const SystemCost no_energy = price(lumps, {.base_macs = 1, .cloud_macs = 2});
  REQUIRE_FALSE(no_energy.total(Resource::energy));
  REQUIRE(no_energy.unknown ==
          std::vector<std::string>{"the time of sending: the profile gives no lumps.latency_ms.if_sent",
                                   "energy: the profile gives no lumps.energy_mj"});
}

TEST_CASE("resources have names and units", "[cost]") {
  REQUIRE(name_of(Resource::latency) == "latency");
  REQUIRE(unit_of(Resource::energy) == "mJ");
  REQUIRE(name_of(Resource::macs) == "macs");
}

}  // namespace
}  // namespace hybrid::cost
