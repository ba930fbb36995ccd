#pragma once

#include <optional>

#include "config/findings.h"

namespace hybrid::config {

class Fields;

/// The battery of the device, and how often it has to decide.
struct BatteryConfig {
  std::optional<double> energy_mj;       ///< of the full battery; std::nullopt: none, no life is computed
  std::optional<double> inputs_per_day;  ///< how often an input arrives
  std::optional<double> sleep_mw;        ///< between the inputs; std::nullopt: the cost profile's
  bool operator==(const BatteryConfig&) const = default;
};

void describe(Fields& f, BatteryConfig& c);
/// Checks that energy and rate are given together, and the sleeping power with them.
void validate(const BatteryConfig& c, const Findings& findings);

}  // namespace hybrid::config
