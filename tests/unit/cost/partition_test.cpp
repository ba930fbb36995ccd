#include "cost/partition.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "config/load.h"
#include "core/error.h"

namespace hybrid::cost {
namespace {

/// 1 GMAC/s at 10 mW, 8 Mbit/s at 20 mW, 5 ms in the cloud: 1000 bytes take 1 ms.
SystemProfile round_profile() {
  SystemProfile profile{.name = "round", .kind = ProfileKind::parts};
  profile.parts.device = {.macs_per_second = {1e9, "assumed"}, .active_power_mw = {10, "assumed"}};
  profile.parts.link = {.bits_per_second = {8e6, "assumed"}, .transmit_power_mw = {20, "assumed"}};
  profile.parts.payload = {.bytes = 123456, .source = "assumed"};
  profile.parts.cloud_latency_ms = {5, "assumed"};
  return profile;
}

arch::ModelCard card(double top1 = 51.1) {
  return {.name = "A", .network = "mcunet-5fps", .resolution = 96, .top1_percent = top1, .source = "paper"};
}

arch::DeviceMemory stm32() {
  return config::load<arch::DeviceMemory>(std::filesystem::path(HYBRID_SOURCE) /
                                          "configs/devices/stm32f746.yaml")
      .value;
}

}  // namespace

TEST_CASE("a cut costs its MACs over the speed and its bytes over the rate", "[cost]") {
  const auto cuts = partitions(card(), round_profile(), std::nullopt, arch::FeatureFormat::int8);
  REQUIRE(cuts.size() == 18);
  // All in the cloud: the pixels, whatever payload the profile has.
  REQUIRE(cuts.front().sent_bytes == 3 * 96 * 96);
  REQUIRE(cuts.front().latency_ms == Approx(27.648 + 5));
  REQUIRE(cuts.front().energy_mj == Approx(20 * 0.027648));
  // After the first layer.
  const Partition& first = cuts[1];
  REQUIRE(first.sent_bytes == static_cast<double>(first.point.output.elements()));
  const double device_ms = static_cast<double>(first.point.macs_before) / 1e6;
  const double sending_ms = first.sent_bytes / 1000;
  REQUIRE(first.latency_ms == Approx(device_ms + sending_ms + 5));
  REQUIRE(first.energy_mj == Approx(0.010 * device_ms + 0.020 * sending_ms));
  // All on the device: nothing sent, no cloud.
  REQUIRE_FALSE(cuts.back().sends);
  REQUIRE(cuts.back().sent_bytes == 0);
  REQUIRE(cuts.back().latency_ms == Approx(12.790096));
  REQUIRE(cuts.back().energy_mj == Approx(0.12790096));
}

TEST_CASE("features in fp32 are four times as large, an image is not", "[cost]") {
  const auto small = partitions(card(), round_profile(), std::nullopt, arch::FeatureFormat::int8);
  const auto large = partitions(card(), round_profile(), std::nullopt, arch::FeatureFormat::fp32);
  REQUIRE(large.front().sent_bytes == small.front().sent_bytes);
  for (std::size_t i = 1; i < small.size(); ++i) REQUIRE(large[i].sent_bytes == 4 * small[i].sent_bytes);
}

TEST_CASE("a part fits while its own layers have room, and a network in the cloud always does", "[cost]") {
  arch::ModelCard large = card(86.5);
  large.network = "efficientnet-b7";
  large.resolution = 600;
  const auto cuts = partitions(large, round_profile(), stm32(), arch::FeatureFormat::int8);
  REQUIRE(cuts.front().fits);
  REQUIRE_FALSE(cuts[1].fits);  // 64 maps of 300 x 300 alone are 5.8 MB
  REQUIRE_FALSE(cuts.back().fits);
  const auto small = partitions(card(), round_profile(), stm32(), arch::FeatureFormat::int8);
  REQUIRE(std::ranges::all_of(small, &Partition::fits));
  // Flash grows from layer to layer, so what once fails never fits again.
  large.network = "mass-67";
  large.resolution = 64;
  const auto middle = partitions(large, round_profile(), stm32(), arch::FeatureFormat::int8);
  REQUIRE(middle[1].fits);
  REQUIRE_FALSE(middle.back().fits);
  REQUIRE(std::ranges::is_partitioned(middle, &Partition::fits));
}

TEST_CASE("what does not fit is on no front, however good it is", "[cost]") {
  std::vector<Partition> cuts(3);
  cuts[0].latency_ms = 1, cuts[0].energy_mj = 9, cuts[0].top1_percent = 90, cuts[0].fits = false;
  cuts[1].latency_ms = 2, cuts[1].energy_mj = 8, cuts[1].top1_percent = 70;
  cuts[2].latency_ms = 3, cuts[2].energy_mj = 5, cuts[2].top1_percent = 70;
  REQUIRE(latency_front(cuts) == std::vector<std::size_t>{1});
  REQUIRE(energy_front(cuts) == std::vector<std::size_t>{2});
}

TEST_CASE("a profile of lumps cannot price a layer", "[cost]") {
  REQUIRE_THROWS_AS(require_parts({.name = "lumps", .kind = ProfileKind::lumps}), InvalidArgument);
  REQUIRE_NOTHROW(require_parts(round_profile()));
}

}  // namespace hybrid::cost
