#pragma once
// Eq. 1 for every input by itself. Where the prediction sets say what single inputs took (`payload_bytes`,
// `latency_ms`), these numbers replace the profile's terms:
//
//   profile of kind parts                                     profile of kind lumps
//   latency   always   base's latency + router's MACs/speed   base's latency (the lump's router share is
//   lost)
//             if sent  head's MACs/speed + encoder
//                      + payload / rate + cloud's             the lump
//   energy    always   active power x device's time           the lump
//             if sent  transmit power x payload / rate and
//                      active power x (head + encoder)        the lump
//
// A lump does not say how much of it is payload or cloud, so these are ignored there, and use_of() says so.
// All terms are linear, so the mean over the inputs is price() of the means. Tested against price() of each
// input.

#include <map>
#include <string>
#include <vector>

#include "cost/system_cost.h"

namespace hybrid {

/// What was measured on each input of one split: [n], or empty where it was not.
struct MeasuredInputs {
  std::vector<double> payload_bytes;      ///< what sending the input takes
  std::vector<double> device_latency_ms;  ///< what the base takes on the device
  std::vector<double> cloud_latency_ms;   ///< what the cloud's model takes, without the way there

  bool empty() const;
  bool operator==(const MeasuredInputs&) const = default;
};

/// The workload with the means of what was measured.
Workload with_means(Workload workload, const MeasuredInputs& inputs);

/// One resource's cost of each of n inputs.
struct InputCost {
  std::vector<double> per_input;    ///< [n]
  std::vector<double> per_offload;  ///< [n], on top for a sent one
};

/// Of the resources whose cost depends on the input. All others cost every input the same: SystemCost has
/// them.
using InputCosts = std::map<Resource, InputCost>;

/// Empty where nothing was measured that the profile has a use for, or where price() knows no total.
InputCosts price_inputs(const SystemProfile& profile, const Workload& workload, const MeasuredInputs& inputs);

/// What becomes of the measured values on a profile, in words.
struct MeasuredUse {
  std::vector<std::string> used;     ///< "the base's `latency_ms` (instead of MACs over speed)"
  std::vector<std::string> ignored;  ///< "`payload_bytes`"
};
MeasuredUse use_of(const SystemProfile& profile, const MeasuredInputs& inputs);

/// Why values are ignored and what to do about it; for a warning.
std::string ignored_warning(const SystemProfile& profile, const std::vector<std::string>& ignored);

}  // namespace hybrid
