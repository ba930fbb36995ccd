#include "cost/input_costs.h"

#include <catch2/catch.hpp>

namespace hybrid::cost {
namespace {

using Catch::Matchers::Contains;

/// 1 MMAC/s at 10 mW, 1 kbit/s at 20 mW, 100 bytes, 5 ms in the cloud.
SystemProfile parts() {
  SystemProfile profile{.name = "parts", .kind = ProfileKind::parts};
  profile.parts.device = {.macs_per_second = {1e6, "assumed"}, .active_power_mw = {10, "datasheet"}};
  profile.parts.link = {.bits_per_second = {1000, "measured"}, .transmit_power_mw = {20, "datasheet"}};
  profile.parts.payload = {.bytes = 100, .source = "assumed"};
  profile.parts.cloud_latency_ms = {5, "measured"};
  return profile;
}

SystemProfile lumps() {
  SystemProfile profile{.name = "lumps"};
  profile.lumps.latency_ms = {200, 2000, "paper"};
  profile.lumps.energy_mj = {10, 100, "paper"};
  return profile;
}

MeasuredInputs three_inputs() {
  return {.payload_bytes = {10, 20, 60}, .device_latency_ms = {100, 150, 80}, .cloud_latency_ms = {1, 2, 9}};
}

const Workload kWorkload{.base_macs = 2e6, .cloud_macs = 7e6, .router_macs = 50000};

TEST_CASE("parts compose each input's own latency and energy", "[cost]") {
  const InputCosts costs = price_inputs(parts(), kWorkload, three_inputs());
  const InputCost& latency = costs.at(Resource::latency);
  // The router takes 50 ms more; 10, 20 and 60 bytes take 80, 160 and 480 ms.
  REQUIRE(latency.per_input == std::vector<double>{150, 200, 130});
  REQUIRE(latency.per_offload == std::vector<double>{81, 162, 489});
  const InputCost& energy = costs.at(Resource::energy);
  REQUIRE(energy.per_input == std::vector<double>{1.5, 2, 1.3});
  REQUIRE(energy.per_offload == std::vector<double>{1.6, 3.2, 9.6});
  REQUIRE_FALSE(costs.contains(Resource::macs));
}

TEST_CASE("a sent input pays for its encoding, in time and in energy, as price() says", "[cost]") {
  SystemProfile profile = parts();
  profile.parts.encoder.jpeg_pixels_per_second = {1e5, "assumed"};
  Workload encoded = kWorkload;
  encoded.encoding = {PayloadFormat::jpeg, 2000};  // 20 ms at 10 mW
  const MeasuredInputs inputs{.payload_bytes = {10, 20, 60}};
  const InputCosts costs = price_inputs(profile, encoded, inputs);
  REQUIRE(costs.at(Resource::latency).per_offload == std::vector<double>{105, 185, 505});
  REQUIRE(costs.at(Resource::latency).per_input == std::vector<double>{2050, 2050, 2050});
  REQUIRE(costs.at(Resource::energy).per_offload[0] == Approx(1.6 + 0.2));
  const SystemCost mean = price(profile, with_means(encoded, inputs));
  REQUIRE(mean.total(Resource::latency)->per_offload == Approx((105 + 185 + 505) / 3.0));
  REQUIRE(mean.total(Resource::energy)->per_offload == Approx((1.6 + 3.2 + 9.6) / 3.0 + 0.2));
  REQUIRE(mean.unknown.empty());

  encoded.encoding->format = PayloadFormat::png;  // the profile does not say how fast
  const SystemCost unknown = price(profile, with_means(encoded, inputs));
  REQUIRE(unknown.unknown.size() == 1);
  REQUIRE_THAT(unknown.unknown.front(), Contains("parts.encoder"));
  REQUIRE(price_inputs(profile, encoded, inputs).at(Resource::latency).per_offload[0] == 85);
}

TEST_CASE("sent features pay for the layers before them, on the device", "[cost]") {
  SystemProfile profile = parts();
  profile.parts.encoder.features_values_per_second = {1e4, "assumed"};
  Workload split = kWorkload;
  split.head_macs = 3e5;                             // 300 ms at 10 mW
  split.encoding = {PayloadFormat::features, 1000};  // 100 ms at 10 mW
  const MeasuredInputs inputs{.payload_bytes = {10, 20, 60}};
  const InputCosts costs = price_inputs(profile, split, inputs);
  REQUIRE(costs.at(Resource::latency).per_offload == std::vector<double>{485, 565, 885});
  REQUIRE(costs.at(Resource::latency).per_input == std::vector<double>{2050, 2050, 2050});
  REQUIRE(costs.at(Resource::energy).per_offload[0] == Approx(1.6 + 3 + 1));
  const SystemCost mean = price(profile, with_means(split, inputs));
  REQUIRE(mean.total(Resource::latency)->per_offload == Approx((485 + 565 + 885) / 3.0));
  REQUIRE(mean.total(Resource::energy)->per_offload == Approx((1.6 + 3.2 + 9.6) / 3.0 + 4));
  REQUIRE(mean.total(Resource::macs)->per_offload == 7e6 + 3e5);
  REQUIRE(mean.total(Resource::macs)->per_input == 2e6 + 5e4);
  REQUIRE_THAT(price(lumps(), split).unknown.front(), Contains("the head's time and energy"));
}

TEST_CASE("an input costs what price() says of it alone, whichever values were measured", "[cost]") {
  for (int chosen = 1; chosen < 8; ++chosen)
    for (const auto& profile : {parts(), lumps()}) {
      MeasuredInputs inputs = three_inputs();
      if ((chosen & 1) == 0) inputs.payload_bytes.clear();
      if ((chosen & 2) == 0) inputs.device_latency_ms.clear();
      if ((chosen & 4) == 0) inputs.cloud_latency_ms.clear();
      const InputCosts costs = price_inputs(profile, kWorkload, inputs);
      for (std::size_t i = 0; i < 3; ++i) {
        Workload alone = kWorkload;
        if (!inputs.payload_bytes.empty()) alone.payload_bytes = inputs.payload_bytes[i];
        if (!inputs.device_latency_ms.empty()) alone.device_latency_ms = inputs.device_latency_ms[i];
        if (!inputs.cloud_latency_ms.empty()) alone.cloud_latency_ms = inputs.cloud_latency_ms[i];
        const SystemCost priced = price(profile, alone);
        for (const auto& [resource, cost] : costs) {
          REQUIRE(cost.per_input[i] == Approx(priced.total(resource)->per_input));
          REQUIRE(cost.per_offload[i] == Approx(priced.total(resource)->per_offload));
        }
      }
    }
}

TEST_CASE("the mean over the inputs is the price of the means", "[cost]") {
  const InputCosts costs = price_inputs(parts(), kWorkload, three_inputs());
  const SystemCost mean = price(parts(), with_means(kWorkload, three_inputs()));
  for (const auto& [resource, cost] : costs) {
    REQUIRE((cost.per_input[0] + cost.per_input[1] + cost.per_input[2]) / 3 ==
            Approx(mean.total(resource)->per_input));
    REQUIRE((cost.per_offload[0] + cost.per_offload[1] + cost.per_offload[2]) / 3 ==
            Approx(mean.total(resource)->per_offload));
  }
}

TEST_CASE("resources that nothing was measured of cost every input the same", "[cost]") {
  REQUIRE(price_inputs(parts(), kWorkload, {}).empty());
  const InputCosts cloud = price_inputs(parts(), kWorkload, {.cloud_latency_ms = {1, 2}});
  REQUIRE(cloud.contains(Resource::latency));
  REQUIRE_FALSE(cloud.contains(Resource::energy));
}

TEST_CASE("a measured latency of the base needs no MACs", "[cost]") {
  REQUIRE_FALSE(price(parts(), {}).total(Resource::latency));
  REQUIRE(price_inputs(parts(), {}, {.payload_bytes = {10}}).empty());
  const InputCosts costs = price_inputs(parts(), {}, {.device_latency_ms = {100}});
  REQUIRE(costs.at(Resource::latency).per_input == std::vector<double>{100});
}

TEST_CASE("a lump gives way to a measured latency of the base and to nothing else", "[cost]") {
  const InputCosts costs = price_inputs(lumps(), kWorkload, three_inputs());
  REQUIRE(costs.size() == 1);
  REQUIRE(costs.at(Resource::latency).per_input == std::vector<double>{100, 150, 80});
  REQUIRE(costs.at(Resource::latency).per_offload == std::vector<double>{2000, 2000, 2000});
  REQUIRE(price_inputs(lumps(), kWorkload, {.payload_bytes = {1}, .cloud_latency_ms = {2}}).empty());
  REQUIRE(price(lumps(), with_means({}, three_inputs())).total(Resource::latency)->per_input == 110);
}

TEST_CASE("what a profile has no use for is named with what to do", "[cost]") {
  REQUIRE(use_of(parts(), three_inputs()).used.size() == 3);
  REQUIRE(use_of(parts(), three_inputs()).ignored.empty());
  const MeasuredUse use = use_of(lumps(), three_inputs());
  REQUIRE(use.used.size() == 1);
  REQUIRE(use.ignored.size() == 2);
  REQUIRE_THAT(ignored_warning(lumps(), use.ignored),
               Contains("`payload_bytes` and the cloud's `latency_ms`") && Contains("stm32f746-nbiot"));
}

}  // namespace
}  // namespace hybrid::cost
