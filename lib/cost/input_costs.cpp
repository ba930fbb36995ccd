#include "cost/input_costs.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"
#include "cost/link.h"

namespace hybrid::cost {

namespace {

std::optional<double> mean_of(const std::vector<double>& values) {
  if (values.empty()) return std::nullopt;
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

std::size_t size_of(const MeasuredInputs& inputs) {
  const std::size_t n = std::max(
      {inputs.payload_bytes.size(), inputs.device_latency_ms.size(), inputs.cloud_latency_ms.size()});
  for (const auto* values : {&inputs.payload_bytes, &inputs.device_latency_ms, &inputs.cloud_latency_ms})
    HYBRID_CHECK(values->empty() || values->size() == n, "{} of {} inputs measured", values->size(), n);
  return n;
}

/// Returns the input's own value if it was measured, else the value for all inputs.
double value_at(const std::vector<double>& measured, std::size_t i, double for_all) {
  return measured.empty() ? for_all : measured[i];
}

InputCosts price_parts(const PartsConfig& parts, const Workload& workload, const MeasuredInputs& inputs) {
  const double base_ms = workload.base_macs ? computation_ms(*workload.base_macs, parts.device) : 0;
  const double router_ms = computation_ms(workload.router_macs, parts.device);
  const double bytes = parts.payload.bytes.value_or(workload.input_bytes.value_or(0));
  const double encoder_ms =
      workload.encoding ? encoding_ms(*workload.encoding, parts.encoder).value_or(0) : 0;
  const double before_sending_ms = computation_ms(workload.head_macs, parts.device) + encoder_ms;
  InputCost latency, energy;
  for (std::size_t i = 0; i < size_of(inputs); ++i) {
    const double device_ms = value_at(inputs.device_latency_ms, i, base_ms) + router_ms;
    const Sending sent = sending(value_at(inputs.payload_bytes, i, bytes), parts.link);
    latency.per_input.push_back(device_ms);
    latency.per_offload.push_back(before_sending_ms + sent.air_ms + sent.fixed_ms + sent.waiting_ms +
                                  value_at(inputs.cloud_latency_ms, i, parts.cloud_latency_ms.value));
    energy.per_input.push_back(energy_mj(parts.device.active_power_mw.value, device_ms));
    energy.per_offload.push_back(energy_mj(parts.device.active_power_mw.value, before_sending_ms) +
                                 energy_mj(parts.link.transmit_power_mw.value, sent.air_ms) + sent.fixed_mj);
  }
  InputCosts costs{{Resource::latency, std::move(latency)}};
  const bool energy_varies = !inputs.device_latency_ms.empty() || !inputs.payload_bytes.empty();
  if (energy_varies) costs[Resource::energy] = std::move(energy);
  return costs;
}

}  // namespace

bool MeasuredInputs::empty() const {
  return payload_bytes.empty() && device_latency_ms.empty() && cloud_latency_ms.empty();
}

Workload with_means(Workload workload, const MeasuredInputs& inputs) {
  workload.payload_bytes = mean_of(inputs.payload_bytes);
  workload.device_latency_ms = mean_of(inputs.device_latency_ms);
  workload.cloud_latency_ms = mean_of(inputs.cloud_latency_ms);
  return workload;
}

InputCosts price_inputs(const SystemProfile& profile, const Workload& workload,
                        const MeasuredInputs& inputs) {
  if (inputs.empty()) return {};
  const SystemCost mean = price(profile, with_means(workload, inputs));
  if (!mean.total(Resource::latency)) return {};
  if (profile.kind == ProfileKind::parts) {
    InputCosts costs = price_parts(profile.parts, workload, inputs);
    if (!mean.total(Resource::energy)) costs.erase(Resource::energy);
    return costs;
  }
  if (inputs.device_latency_ms.empty()) return {};
  const double per_offload = profile.lumps.latency_ms.per_offload;
  return {{Resource::latency,
           {inputs.device_latency_ms, std::vector<double>(inputs.device_latency_ms.size(), per_offload)}}};
}

MeasuredUse use_of(const SystemProfile& profile, const MeasuredInputs& inputs) {
  const bool parts = profile.kind == ProfileKind::parts;
  MeasuredUse use;
  if (!inputs.payload_bytes.empty()) {
    if (parts)
      use.used.emplace_back("`payload_bytes` (instead of one size for all)");
    else
      use.ignored.emplace_back("`payload_bytes`");
  }
  if (!inputs.device_latency_ms.empty())
    use.used.emplace_back(parts ? "the base's `latency_ms` (instead of MACs over speed)"
                                : "the base's `latency_ms` (instead of the lump that every input takes; "
                                  "what a router takes is not counted, and energy stays a lump)");
  if (!inputs.cloud_latency_ms.empty()) {
    if (parts)
      use.used.emplace_back("the cloud's `latency_ms` (instead of cloud_latency_ms)");
    else
      use.ignored.emplace_back("the cloud's `latency_ms`");
  }
  return use;
}

std::string ignored_warning(const SystemProfile& profile, const std::vector<std::string>& ignored) {
  return fmt::format(
      "{} of single inputs not used: profile {} gives one lump for sending, which does not say what part "
      "of it they are; use a profile of kind parts, such as stm32f746-nbiot",
      join(ignored, " and "), profile.name);
}

}  // namespace hybrid::cost
