#include "cost/link.h"

#include <array>
#include <catch2/catch.hpp>

#include "cost/battery.h"
#include "cost/input_costs.h"
#include "cost/plausible.h"

namespace hybrid::cost {
namespace {

using Catch::Matchers::Contains;

TEST_CASE("the airtime is that of Semtech's formula", "[cost][link]") {
  // 24 bytes and LoRaWAN's 13, as in the spreadsheet for AN1200.13 that The Things Network's users share.
  constexpr std::array kExpected{82.176, 143.872, 267.264, 493.568, 1069.056, 1974.272};
  for (int factor = 7; factor <= 12; ++factor)
    REQUIRE(lora_airtime_ms(37, {.spreading_factor = factor}) ==
            Approx(kExpected[static_cast<std::size_t>(factor - 7)]).margin(1e-9));
  // 51 bytes of payload, by hand: 103 and 73 symbols and 12.25 of the preamble.
  REQUIRE(lora_airtime_ms(64, {.spreading_factor = 7}) == Approx(118.016).margin(1e-9));
  REQUIRE(lora_airtime_ms(64, {.spreading_factor = 12}) == Approx(2793.472).margin(1e-9));
  REQUIRE(lora_airtime_ms(13, {.spreading_factor = 9}) == Approx(164.864).margin(1e-9));
  // At 4/8 three blocks take 8 symbols each.
  REQUIRE(lora_airtime_ms(13, {.spreading_factor = 12, .coding_rate = 4}) ==
          Approx((12.25 + 8 + 3 * 8) * 32.768).margin(1e-9));
  // Half the time in twice the bandwidth, where a symbol of SF11 is short enough to need no optimising.
  REQUIRE(lora_airtime_ms(37, {.spreading_factor = 7, .bandwidth_hz = 250e3}) == Approx(41.088).margin(1e-9));
  REQUIRE(lora_airtime_ms(37, {.spreading_factor = 11, .bandwidth_hz = 250e3}) ==
          Approx((12.25 + 8 + 5 * 7) * 8.192).margin(1e-9));
}

LinkConfig lorawan() {
  LinkConfig link{.transmit_power_mw = {100, "assumed"},
                  .message_bytes = {222, "datasheet"},
                  .duty_cycle = {0.01, "datasheet"}};
  link.lora.spreading_factor = 7;
  return link;
}

TEST_CASE("what does not fit one message is sent in several, with silence in between", "[cost][link]") {
  const Sending one = sending(222, lorawan());
  REQUIRE(one.messages == 1);
  REQUIRE(one.air_ms == Approx(368.896).margin(1e-9));
  REQUIRE(one.waiting_ms == 0);
  REQUIRE(one.silence_ms == Approx(368.896 * 99).margin(1e-6));
  const Sending three = sending(500, lorawan());  // 222 + 222 + 56 bytes
  REQUIRE(three.messages == 3);
  REQUIRE(three.air_ms == Approx(2 * 368.896 + 128.256).margin(1e-9));
  REQUIRE(three.waiting_ms == Approx(2 * 368.896 * 99).margin(1e-6));
  REQUIRE(three.silence_ms == Approx(128.256 * 99).margin(1e-6));
  LinkConfig unlimited = lorawan();
  unlimited.duty_cycle.value = 0;
  REQUIRE(sending(500, unlimited).silence_ms == 0);
  REQUIRE(sending(444, lorawan()).messages == 2);
  REQUIRE(sending(445, lorawan()).messages == 3);
  REQUIRE(sending(0, lorawan()).messages == 1);
}

TEST_CASE("each message has its price, and a link without messages has none", "[cost][link]") {
  LinkConfig link{.bits_per_second = {8000, "assumed"}, .transmit_power_mw = {100, "assumed"}};
  const Sending plain = sending(1000, link);
  REQUIRE((plain.air_ms == 1000 && plain.fixed_ms == 0 && plain.fixed_mj == 0 && plain.waiting_ms == 0));
  link.message_ms.value = 2000;
  link.message_mj.value = 1210;
  REQUIRE(sending(1000, link).fixed_mj == 1210);
  link.message_bytes.value = 300;
  const Sending four = sending(1000, link);
  REQUIRE((four.messages == 4 && four.fixed_ms == 8000 && four.fixed_mj == 4840));
  REQUIRE(four.air_ms == Approx(1000));
}

SystemProfile profile() {
  SystemProfile profile{.name = "lora", .kind = ProfileKind::parts};
  profile.parts.device = {.macs_per_second = {1e6, "assumed"}, .active_power_mw = {10, "assumed"}};
  profile.parts.link = lorawan();
  profile.parts.link.message_ms.value = 5;
  profile.parts.link.message_mj.value = 7;
  return profile;
}

TEST_CASE("messages and duty cycle are items of their own, for all inputs and for each", "[cost][link]") {
  const Workload workload{.base_macs = 1e6, .cloud_macs = {}, .input_bytes = 500};
  const SystemCost cost = price(profile(), workload);
  REQUIRE(cost.per_offload(Resource::latency, "messages") == 15);
  REQUIRE(cost.per_offload(Resource::energy, "messages") == 21);
  REQUIRE(cost.per_offload(Resource::latency, "duty cycle") == Approx(73041.408));
  REQUIRE(cost.per_offload(Resource::energy, "duty cycle") == 0);
  const InputCosts costs = price_inputs(profile(), workload, {.payload_bytes = {500, 222}});
  REQUIRE(costs.at(Resource::latency).per_offload[0] == Approx(cost.total(Resource::latency)->per_offload));
  REQUIRE(costs.at(Resource::energy).per_offload[0] == Approx(cost.total(Resource::energy)->per_offload));
  REQUIRE(costs.at(Resource::latency).per_offload[1] == Approx(368.896 + 5));
}

TEST_CASE("the silence after the last message is in no latency, but a duty cycle limits the rate with it",
          "[cost][link]") {
  SystemProfile unlimited = profile();
  unlimited.parts.link.duty_cycle.value = 0;
  const Workload workload{.base_macs = 1e6, .cloud_macs = {}, .input_bytes = 222};
  const SystemCost cost = price(profile(), workload), without = price(unlimited, workload);
  REQUIRE(cost.silence_ms == Approx(368.896 * 99));
  REQUIRE(without.silence_ms == 0);
  // 1 s of computing, then 373.896 ms for the message.
  const double latency_ms = cost.total(Resource::latency)->at(0);
  REQUIRE(latency_ms == Approx(1373.896));
  REQUIRE(without.total(Resource::latency)->at(0) == latency_ms);

  const auto at_rate = [](double inputs_per_hour) {
    return Battery{.energy_mj = 1e6, .inputs_per_day = 24 * inputs_per_hour};
  };
  // At most 3600 s x 1 % / 0.368896 s = 97.59 messages an hour; the computing leaves 95.
  REQUIRE(battery_life(at_rate(94), cost, 0)->keeps_up());
  REQUIRE_FALSE(battery_life(at_rate(98), cost, 0)->keeps_up());
  REQUIRE(battery_life(at_rate(98), cost, 0.1)->keeps_up());
  REQUIRE(battery_life(at_rate(98), cost, 0)->days == battery_life(at_rate(98), without, 0)->days);
  REQUIRE(battery_life(at_rate(98), without, 0)->keeps_up());

  // The budget for a rate is that of the share for which there is time; without a duty cycle just the time.
  const double budget_ms = *latency_for_rate(at_rate(120), cost);  // an input every 30 s
  const double coverage = *cost.total(Resource::latency)->coverage_for(budget_ms);
  REQUIRE(1 - coverage == Approx(29000 / (373.896 + 368.896 * 99)));
  REQUIRE(*battery_life(at_rate(120), cost, coverage)->busy == Approx(1));
  REQUIRE(*latency_for_rate(at_rate(120), without) == ms_between_inputs(at_rate(120)));
  REQUIRE(*latency_for_rate(at_rate(7200), cost) == 500);  // less than an input takes on the device
  REQUIRE_FALSE(latency_for_rate(at_rate(1), {.profile = "p", .items = {}, .unknown = {}}));
}

TEST_CASE("a payload that takes minutes to send is doubted", "[cost][link]") {
  const Workload image{.base_macs = 1e6, .cloud_macs = {}, .input_bytes = 27648};
  REQUIRE_THAT(slow_sending(profile(), image),
               Contains("27648 bytes takes 76.") && Contains("(125 messages, duty cycle 1 %)"));
  REQUIRE(slow_sending(profile(), {.base_macs = 1e6, .cloud_macs = {}, .input_bytes = 222}).empty());
  REQUIRE(slow_sending({.name = "lumps"}, image).empty());
}

}  // namespace
}  // namespace hybrid::cost
