#pragma once

#include <string>
#include <vector>

#include "core/log.h"
#include "cost/system_profile.h"

namespace hybrid::cost {

/// Returns what is odd about a valid profile: in one sentence, the numbers that are far from those of every
/// device, radio and cloud, as after a slip of units, with the usual range of each; and a section that its
/// kind does not use. Numbers that are 0 are not given.
std::vector<std::string> doubts_of(const SystemProfile& profile);

/// Warns of them.
void warn_of_doubts(const SystemProfile& profile, Logger& log);

}  // namespace hybrid::cost
