#include "cost/battery.h"

#include <catch2/catch.hpp>
#include <cmath>

namespace hybrid::cost {
namespace {

/// A coin cell, 225 mAh at 3 V; an input a minute; 2 uW asleep.
const Battery kCell{.energy_mj = 225 * 3 * 3600, .inputs_per_day = 1440, .sleep_mw = 0.002};

/// 10 mJ and 200 ms for every input, 100 mJ and 2 s on top if it is sent.
SystemCost cost() {
  return {.profile = "p",
          .items = {{"lump", Resource::energy, 10, 100, ""}, {"lump", Resource::latency, 200, 2000, ""}},
          .unknown = {}};
}

TEST_CASE("a battery lasts its energy divided by the mean power", "[cost][battery]") {
  // 2,430,000 mJ; asleep 0.002 mW x 86,400 s = 172.8 mJ a day.
  const auto kept = battery_life(kCell, cost(), 1);
  REQUIRE(kept->days == Approx(2430000 / (14400 + 172.8)));
  REQUIRE(kept->days == Approx(166.749).epsilon(1e-5));
  const auto some = battery_life(kCell, cost(), 0.8);
  REQUIRE(some->days == Approx(56.0259).epsilon(1e-5));
  REQUIRE(*some->busy == Approx(0.01));
  REQUIRE(some->keeps_up());
}

TEST_CASE("the energy for a number of days is that with which the battery lasts so long", "[cost][battery]") {
  REQUIRE(energy_for_days(kCell, 365) == Approx(4.50329).epsilon(1e-5));
  for (const double days : {1.0, 30.0, 365.0, 10000.0})
    REQUIRE(battery_life(kCell, energy_for_days(kCell, days), {}).days == Approx(days));
  // Asleep alone it lasts 38.5 years.
  REQUIRE(energy_for_days(kCell, 14062) > 0);
  REQUIRE(energy_for_days(kCell, 14063) < 0);
}

TEST_CASE("a device that takes longer than the time between two inputs does not keep up", "[cost][battery]") {
  Battery fast = kCell;
  fast.inputs_per_day = 86400 / 0.6;  // an input every 600 ms, which is the mean latency at 0.8
  REQUIRE(ms_between_inputs(fast) == Approx(600));
  REQUIRE(battery_life(fast, cost(), 0.8 + 1e-9)->keeps_up());
  REQUIRE_FALSE(battery_life(fast, cost(), 0.79)->keeps_up());
  REQUIRE(battery_life(fast, 10, {}).keeps_up());  // an unknown latency is no reason to doubt
}

TEST_CASE("without an energy there is no life, without any power no end of it", "[cost][battery]") {
  REQUIRE_FALSE(battery_life(kCell, SystemCost{.profile = "p"}, 1));
  REQUIRE(std::isinf(battery_life({.energy_mj = 1, .inputs_per_day = 1}, 0, {}).days));
}

TEST_CASE("a battery is told with what is not counted", "[cost][battery]") {
  REQUIRE(in_words(kCell) == "2430 J (0.675 Wh), 1440 inputs a day, 0.002 mW asleep");
  REQUIRE(in_words({.energy_mj = 9e6, .inputs_per_day = 86400}) ==
          "9000 J (2.5 Wh), 86400 inputs a day, sleeping not counted");
}

TEST_CASE("the sleeping power is the profile's unless the battery has one", "[cost][battery]") {
  SystemProfile profile;
  profile.sleep_power_mw.value = 0.5;
  config::BatteryConfig config{.energy_mj = 1000, .inputs_per_day = 24};
  REQUIRE(battery_of(config, profile) == Battery{1000, 24, 0.5});
  config.sleep_mw = 0;
  REQUIRE(battery_of(config, profile) == Battery{1000, 24, 0});
  config.inputs_per_day.reset();
  REQUIRE_FALSE(battery_of(config, profile));
  REQUIRE_FALSE(battery_of({}, profile));
}

}  // namespace
}  // namespace hybrid::cost
