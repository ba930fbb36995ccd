#pragma once
// Eq. 1 for single inputs. Measurements in the prediction sets (`payload_bytes`, `latency_ms`) replace the
// terms of the profile:
//
//   kind parts
//     latency  per input    base's latency + router's MACs / speed
//              per offload  head's MACs / speed + encoder + sending (cost/link.h) + cloud's latency
//     energy   per input    active power x device's time
//              per offload  transmit power x time on air + messages + active power x (head + encoder)
//   kind lumps
//     latency  per input    base's latency (the router's share of the lump is lost)
//              per offload  the lump
//     energy   per input    the lump
//              per offload  the lump
//
// A lump does not separate payload and cloud, so their measurements are ignored there; use_of() reports this.
// All terms are linear, so the mean over the inputs is price() of the means. Only a link with messages of
// limited size, or LoRa, rounds up: there price() of the mean payload can be off by one message. Tested
// against price() of each input.

#include <map>
#include <string>
#include <vector>

#include "cost/system_cost.h"

namespace hybrid::cost {

/// Measurements of each input of one split: [n], or empty if not measured.
struct MeasuredInputs {
  std::vector<double> payload_bytes;      ///< bytes sent for the input
  std::vector<double> device_latency_ms;  ///< latency of the base on the device
  std::vector<double> cloud_latency_ms;   ///< latency of the cloud model, without transmission

  bool empty() const;
  bool operator==(const MeasuredInputs&) const = default;
};

/// Returns the workload with the means of the measurements.
Workload with_means(Workload workload, const MeasuredInputs& inputs);

/// The cost of each of n inputs in one resource.
struct InputCost {
  std::vector<double> per_input;    ///< [n]
  std::vector<double> per_offload;  ///< [n], in addition for an input that is sent
};

/// The resources whose cost depends on the input. The other resources cost the same for every input and are
/// in SystemCost.
using InputCosts = std::map<Resource, InputCost>;

/// Returns the costs of every input; empty if the profile uses no measurement, or if price() has no total.
InputCosts price_inputs(const SystemProfile& profile, const Workload& workload, const MeasuredInputs& inputs);

/// How a profile uses the measurements, in words.
struct MeasuredUse {
  std::vector<std::string> used;     ///< "the base's `latency_ms` (instead of MACs over speed)"
  std::vector<std::string> ignored;  ///< "`payload_bytes`"
};
MeasuredUse use_of(const SystemProfile& profile, const MeasuredInputs& inputs);

/// Returns a warning: why measurements are ignored, and what to do about it.
std::string ignored_warning(const SystemProfile& profile, const std::vector<std::string>& ignored);

}  // namespace hybrid::cost
