#pragma once

#include <string>
#include <vector>

#include "core/log.h"
#include "cost/system_cost.h"

namespace hybrid::cost {

/// Returns what is odd about a valid profile: in one sentence, the numbers that are far from those of every
/// device, radio and cloud, as after a slip of units, with the usual range of each; and a section that its
/// kind does not use. Numbers that are 0 are not given.
std::vector<std::string> doubts_of(const SystemProfile& profile);

/// Warns of them.
void warn_of_doubts(const SystemProfile& profile, Logger& log);

/// Returns that sending one input takes more than a minute, and why, where it does: as an image over LoRaWAN.
/// An empty text otherwise.
std::string slow_sending(const SystemProfile& profile, const Workload& workload);

/// Warns of it.
void warn_of_slow_sending(const SystemProfile& profile, const Workload& workload, Logger& log);

}  // namespace hybrid::cost
