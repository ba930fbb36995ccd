#pragma once
// Eq. 1 of the paper: every input has the cost of the device's computation, and an input that is sent has the
// cost of offloading in addition. Latency, energy and MACs share one implementation, because each is a
// per-input and a per-offload cost.

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cost/payload.h"
#include "cost/system_profile.h"

namespace hybrid::cost {

enum class Resource { latency, energy, macs };
inline constexpr std::array kResources{Resource::latency, Resource::energy, Resource::macs};

std::string_view name_of(Resource resource);  ///< "latency"
std::string_view unit_of(Resource resource);  ///< "ms", "mJ", "MACs"

/// The cost in one resource: `per_input` for every input, `per_offload` in addition for an input that is
/// sent.
struct Cost {
  double per_input = 0;
  double per_offload = 0;

  /// Returns the mean cost per input at a coverage (share kept on the device).
  double at(double coverage) const { return per_input + (1 - coverage) * per_offload; }
  /// Returns the cost of sending every input without running the device's models, as in the paper's on-cloud
  /// column.
  double cloud_only() const { return per_offload; }
  /// Returns the smallest coverage whose mean cost is within the budget (Algorithm 2, line 2), or
  /// std::nullopt if even sending no input exceeds it.
  std::optional<double> coverage_for(double budget) const;
};

/// One item of an itemised cost.
struct CostItem {
  std::string name;  ///< "base", "router", "head", "encoder", "transmission", "messages",
                     ///< "duty cycle", "cloud"
  Resource resource;
  double per_input = 0;
  double per_offload = 0;
  std::string source;  ///< begins with datasheet, measured, paper or assumed
};

/// Properties of the models that determine their cost.
struct Workload {
  std::optional<double> base_macs;
  std::optional<double> cloud_macs;
  double router_macs = 0;             ///< 0 for confidence measures
  std::optional<double> input_bytes;  ///< size of an uncompressed input
  /// Means of measurements of single inputs (cost/input_costs.h); they override the profile.
  std::optional<double> payload_bytes, device_latency_ms, cloud_latency_ms;
  double head_macs = 0;  ///< the cloud model's first layers, if the device runs them and sends features
  std::optional<Encoding> encoding = {};  ///< std::nullopt: the device sends without encoding
};

/// The paper's base and input: MCUNet model A with 12.79 million MACs, and 27,648 bytes (sections 2 and 3,
/// A.2); to price a profile without a run.
Workload paper_workload();

/// An itemised cost. Resources whose cost is unknown have no items.
struct SystemCost {
  std::string profile;  ///< name of the profile
  std::vector<CostItem> items;
  std::vector<std::string> unknown;  ///< costs that could not be determined, and why
  /// How long the radio must be silent after a sent input, because of the duty cycle. No input waits for it,
  /// so it is in no latency, but it limits how many can be sent. With payloads of several sizes it is that of
  /// the mean size.
  double silence_ms = 0;

  /// Returns the sum of the items, or std::nullopt if this resource has none.
  std::optional<Cost> total(Resource resource) const;
  /// Returns the sum of the items of that name: the per-offload cost of encoding, transmission, ...
  double per_offload(Resource resource, std::string_view item) const;
  /// Returns why this resource has no total: the lines of `unknown` about it.
  std::string why_unknown(Resource resource) const;
};

/// Computes the cost of the workload on the system. Lumps are used as given and include the router; parts are
/// combined: MACs divided by speed, bytes divided by rate, power times time.
SystemCost price(const SystemProfile& profile, const Workload& workload);

/// Returns the bytes that are sent for an input: as measured, of the profile, or the input itself.
std::optional<double> sent_bytes(const PartsConfig& parts, const Workload& workload);

/// The terms of a profile of kind parts.
double computation_ms(double macs, const DeviceConfig& device);
/// Returns the encoding speed of the device for this format, in pixels or values per second.
const Sourced& speed_of(PayloadFormat format, const EncoderConfig& encoder);
/// Returns the encoding time on the device, or std::nullopt if the profile does not give its speed.
std::optional<double> encoding_ms(const Encoding& encoding, const EncoderConfig& encoder);
double energy_mj(double power_mw, double time_ms);

}  // namespace hybrid::cost
