#pragma once
// Eq. 1 of the paper: every input costs what the device does for it, and a sent input costs the way to the
// cloud on top. Every resource is the same two numbers, so latency, energy and MACs are one piece of code.

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cost/payload.h"
#include "cost/system_profile.h"

namespace hybrid {

enum class Resource { latency, energy, macs };
inline constexpr std::array kResources{Resource::latency, Resource::energy, Resource::macs};

std::string_view name_of(Resource resource);  ///< "latency"
std::string_view unit_of(Resource resource);  ///< "ms", "mJ", "MACs"

/// Cost of one resource: `per_input` for every input, `per_offload` on top for a sent one.
struct Cost {
  double per_input = 0;
  double per_offload = 0;

  /// Mean cost per input at a coverage (share kept on the device).
  double at(double coverage) const { return per_input + (1 - coverage) * per_offload; }
  /// Sending everything without running the device's models, as the paper's on-cloud column counts it.
  double cloud_only() const { return per_offload; }
  /// The smallest coverage whose mean cost stays within the budget (Algorithm 2, line 2); nothing if even
  /// sending nothing exceeds it.
  std::optional<double> coverage_for(double budget) const;
};

/// One line of the ledger.
struct CostItem {
  std::string name;  ///< "base", "router", "head", "encoder", "transmission", "cloud"
  Resource resource;
  double per_input = 0;
  double per_offload = 0;
  std::string source;  ///< datasheet, measured, paper or assumed, and which
};

/// What is known of the models whose costs are asked for.
struct Workload {
  std::optional<double> base_macs;
  std::optional<double> cloud_macs;
  double router_macs = 0;             ///< 0 for thresholding on the softmax
  std::optional<double> input_bytes;  ///< what is sent, uncompressed
  /// Means of what was measured on single inputs (cost/input_costs.h); they come before what a profile
  /// assumes.
  std::optional<double> payload_bytes, device_latency_ms, cloud_latency_ms;
  double head_macs =
      0;  ///< of the cloud network's first layers, where the device runs them and sends features
  std::optional<Encoding> encoding = {};  ///< what the device does before sending; nothing: it sends as it is
};

/// An itemised cost. Resources for which nothing is known have no items.
struct SystemCost {
  std::string profile;  ///< name of the profile
  std::vector<CostItem> items;
  std::vector<std::string> unknown;  ///< what could not be counted, and why

  /// The sum of the items, or nothing if there are none for this resource.
  std::optional<Cost> total(Resource resource) const;
};

/// Prices the workload on the system. Lumps are taken as they are (the router's share is then in the lump);
/// parts are composed: MACs over speed, bytes over rate, power times time.
SystemCost price(const SystemProfile& profile, const Workload& workload);

/// The terms of a profile of kind parts.
double computation_ms(double macs, const DeviceConfig& device);
/// How fast the device encodes that format, in pixels or values per second.
const Sourced& speed_of(PayloadFormat format, const EncoderConfig& encoder);
/// What encoding takes on the device; nothing where the profile does not say how fast it is.
std::optional<double> encoding_ms(const Encoding& encoding, const EncoderConfig& encoder);
double transmission_ms(double bytes, const LinkConfig& link);
double energy_mj(double power_mw, double time_ms);

}  // namespace hybrid
