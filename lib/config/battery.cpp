#include "config/battery.h"

#include "config/fields.h"

namespace hybrid::config {

void describe(Fields& f, BatteryConfig& c) {
  f.field(
      "energy_mj", c.energy_mj,
      {.doc = "energy of the full battery, also as charge and voltage (225mAh@3V); `none`: no battery life "
              "is computed",
       .unit = "mJ",
       .above = 0.0,
       .empty_word = "none"});
  f.field("inputs_per_day", c.inputs_per_day,
          {.doc = "inputs in a day, or in another time (60/h)",
           .unit = "/d",
           .above = 0.0,
           .empty_word = "none"});
  f.field("sleep_mw", c.sleep_mw,
          {.doc = "power of the device while it waits for the next input; `profile`: the cost profile's",
           .unit = "mW",
           .min = 0.0,
           .empty_word = "profile"});
}

void validate(const BatteryConfig& c, const Findings& findings) {
  if (c.energy_mj.has_value() != c.inputs_per_day.has_value())
    findings.add({"energy_mj", "inputs_per_day"},
                 "a battery needs both battery.energy_mj and battery.inputs_per_day");
  else if (c.sleep_mw && !c.energy_mj)
    findings.add({"sleep_mw"}, "battery.sleep_mw has no effect without battery.energy_mj");
}

}  // namespace hybrid::config
