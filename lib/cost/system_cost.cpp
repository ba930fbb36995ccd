#include "cost/system_cost.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/text.h"
#include "cost/link.h"

namespace hybrid::cost {

std::string_view name_of(Resource resource) {
  switch (resource) {
    case Resource::latency:
      return "latency";
    case Resource::energy:
      return "energy";
    case Resource::macs:
      break;
  }
  return "macs";
}

std::string_view unit_of(Resource resource) {
  switch (resource) {
    case Resource::latency:
      return "ms";
    case Resource::energy:
      return "mJ";
    case Resource::macs:
      break;
  }
  return "MACs";
}

std::optional<double> Cost::coverage_for(double budget) const {
  if (budget < per_input) return std::nullopt;
  if (per_offload <= 0) return 0.0;
  return std::clamp(1 - (budget - per_input) / per_offload, 0.0, 1.0);
}

std::optional<Cost> SystemCost::total(Resource resource) const {
  std::optional<Cost> sum;
  for (const auto& item : items)
    if (item.resource == resource) {
      if (!sum) sum = Cost{};
      sum->per_input += item.per_input;
      sum->per_offload += item.per_offload;
    }
  return sum;
}

double SystemCost::per_offload(Resource resource, std::string_view item) const {
  double sum = 0;
  for (const auto& line : items)
    if (line.resource == resource && line.name == item) sum += line.per_offload;
  return sum;
}

std::string SystemCost::why_unknown(Resource resource) const {
  std::vector<std::string> about;
  for (const auto& line : unknown)
    if (line.substr(0, line.find(':')).find(name_of(resource)) != std::string::npos) about.push_back(line);
  return about.empty() ? "the profile does not price it" : join(about, "; ");
}

namespace {

constexpr const char* kMeasured = "measured on each input; this is the mean";

void add_macs(const Workload& workload, SystemCost& cost) {
  if (!workload.base_macs || !workload.cloud_macs) {
    cost.unknown.emplace_back("macs: a model's `meta` gives no `macs`");
    return;
  }
  cost.items.push_back({"base", Resource::macs, *workload.base_macs, 0, "as given with the model"});
  if (workload.router_macs > 0)
    cost.items.push_back(
        {"router", Resource::macs, workload.router_macs, 0, "counted from the router's layers"});
  if (workload.head_macs > 0)
    cost.items.push_back(
        {"head", Resource::macs, 0, workload.head_macs, "the cloud network's first layers, on the device"});
  cost.items.push_back({"cloud", Resource::macs, 0, *workload.cloud_macs, "as given with the model"});
}

void add_lumps(const LumpsConfig& lumps, const Workload& workload, SystemCost& cost) {
  if (workload.device_latency_ms) {
    cost.items.push_back({"base", Resource::latency, *workload.device_latency_ms, 0, kMeasured});
    cost.items.push_back(
        {"lump", Resource::latency, 0, lumps.latency_ms.per_offload, lumps.latency_ms.source});
  } else {
    cost.items.push_back({"lump", Resource::latency, lumps.latency_ms.per_input, lumps.latency_ms.per_offload,
                          lumps.latency_ms.source});
  }
  if (lumps.latency_ms.per_offload <= 0)
    cost.unknown.emplace_back("the time of sending: the profile gives no lumps.latency_ms.if_sent");
  if (lumps.energy_mj.per_input > 0 || lumps.energy_mj.per_offload > 0)
    cost.items.push_back({"lump", Resource::energy, lumps.energy_mj.per_input, lumps.energy_mj.per_offload,
                          lumps.energy_mj.source});
  else
    cost.unknown.emplace_back("energy: the profile gives no lumps.energy_mj");
  if (workload.head_macs > 0)
    cost.unknown.emplace_back("the head's time and energy: a lump does not say what MACs take");
}

std::string counted_from(double macs, const DeviceConfig& device) {
  return fmt::format("{:.0f} MACs at {:.4g} MAC/s; {}", macs, device.macs_per_second.value,
                     device.macs_per_second.source);
}

std::string power_of(const DeviceConfig& device) {
  return fmt::format("{:.4g} mW; {}", device.active_power_mw.value, device.active_power_mw.source);
}

/// Adds a computation of the device for every input.
void add_computation(const std::string& name, double latency_ms, const std::string& source,
                     const DeviceConfig& device, SystemCost& cost) {
  const double energy = energy_mj(device.active_power_mw.value, latency_ms);
  cost.items.push_back({name, Resource::latency, latency_ms, 0, source});
  cost.items.push_back({name, Resource::energy, energy, 0, power_of(device)});
}

/// Adds a computation of the device for an input that is sent.
void add_computation_if_sent(const std::string& name, double latency_ms, const std::string& source,
                             const DeviceConfig& device, SystemCost& cost) {
  const double energy = energy_mj(device.active_power_mw.value, latency_ms);
  cost.items.push_back({name, Resource::latency, 0, latency_ms, source});
  cost.items.push_back({name, Resource::energy, 0, energy, power_of(device)});
}

void add_counted_computation(const std::string& name, double macs, const DeviceConfig& device,
                             SystemCost& cost) {
  add_computation(name, computation_ms(macs, device), counted_from(macs, device), device, cost);
}

/// Returns "LoRa's spreading factor 7, 125 kHz" or "1.1e+05 bit/s", with the source.
std::string rate_of(const LinkConfig& link) {
  if (link.lora.spreading_factor > 0)
    return fmt::format("LoRa's spreading factor {}, {:.4g} kHz; {}", link.lora.spreading_factor,
                       link.lora.bandwidth_hz / 1000, link.lora.source);
  return fmt::format("{:.4g} bit/s; {}", link.bits_per_second.value, link.bits_per_second.source);
}

/// Adds what the messages take beside the time on air.
void add_messages(const Sending& sent, const LinkConfig& link, SystemCost& cost) {
  const std::string many = link.message_bytes.value > 0
                               ? fmt::format("{:.0f} messages of at most {:.0f} bytes ({})", sent.messages,
                                             link.message_bytes.value, link.message_bytes.source)
                               : "one message";
  if (sent.fixed_ms > 0)
    cost.items.push_back(
        {"messages", Resource::latency, 0, sent.fixed_ms,
         fmt::format("{}, {:.4g} ms each; {}", many, link.message_ms.value, link.message_ms.source)});
  if (sent.fixed_mj > 0)
    cost.items.push_back(
        {"messages", Resource::energy, 0, sent.fixed_mj,
         fmt::format("{}, {:.4g} mJ each; {}", many, link.message_mj.value, link.message_mj.source)});
  if (sent.waiting_ms > 0)
    cost.items.push_back({"duty cycle", Resource::latency, 0, sent.waiting_ms,
                          fmt::format("{}, silent in between: the radio sends {:.3g} % of the time; {}", many,
                                      100 * link.duty_cycle.value, link.duty_cycle.source)});
}

void add_transmission(double bytes, const std::string& bytes_source, const LinkConfig& link,
                      SystemCost& cost) {
  const Sending sent = sending(bytes, link);
  cost.items.push_back({"transmission", Resource::latency, 0, sent.air_ms,
                        fmt::format("{:.0f} bytes ({}) at {}", bytes, bytes_source, rate_of(link))});
  cost.items.push_back(
      {"transmission", Resource::energy, 0, energy_mj(link.transmit_power_mw.value, sent.air_ms),
       fmt::format("{:.4g} mW; {}", link.transmit_power_mw.value, link.transmit_power_mw.source)});
  add_messages(sent, link, cost);
}

void add_encoding(const Encoding& encoding, const PartsConfig& parts, SystemCost& cost) {
  const Sourced& speed = speed_of(encoding.format, parts.encoder);
  const auto latency_ms = encoding_ms(encoding, parts.encoder);
  if (!latency_ms) {
    cost.unknown.emplace_back("the encoder's time and energy: the profile gives no parts.encoder");
    return;
  }
  const std::string_view unit = encoding.format == PayloadFormat::features ? "values" : "pixels";
  add_computation_if_sent(
      "encoder", *latency_ms,
      fmt::format("{0:.0f} {1} at {2:.4g} {1}/s; {3}", encoding.elements, unit, speed.value, speed.source),
      parts.device, cost);
}

/// The payload size and its source.
struct SentBytes {
  std::optional<double> bytes;
  std::string source;
};

SentBytes payload_of(const PartsConfig& parts, const Workload& workload) {
  if (workload.payload_bytes) return {workload.payload_bytes, kMeasured};
  if (parts.payload.bytes) return {parts.payload.bytes, parts.payload.source};
  return {workload.input_bytes, "the run's own input, raw"};
}

/// Leaves the energy out if a power is missing: a sum without it would be far too small.
void leave_out_unknown_energy(const PartsConfig& parts, SystemCost& cost) {
  std::vector<std::string> missing;
  if (parts.device.active_power_mw.value <= 0) missing.emplace_back("parts.device.active_power_mw");
  if (parts.link.transmit_power_mw.value <= 0) missing.emplace_back("parts.link.transmit_power_mw");
  if (missing.empty()) return;
  std::erase_if(cost.items, [](const CostItem& item) { return item.resource == Resource::energy; });
  cost.unknown.push_back(fmt::format("energy: the profile gives no {}", join(missing, " and no ")));
}

void add_parts(const PartsConfig& parts, const Workload& workload, SystemCost& cost) {
  if (!workload.base_macs && !workload.device_latency_ms) {
    cost.unknown.emplace_back("latency, energy: the base's `meta` gives no `macs`");
    return;
  }
  const SentBytes payload = payload_of(parts, workload);
  if (!payload.bytes) {
    cost.unknown.emplace_back(
        "latency, energy: the payload's size is given neither by the profile nor by `meta.input_bytes`");
    return;
  }
  if (workload.device_latency_ms)
    add_computation("base", *workload.device_latency_ms, kMeasured, parts.device, cost);
  else
    add_counted_computation("base", *workload.base_macs, parts.device, cost);
  if (workload.router_macs > 0) add_counted_computation("router", workload.router_macs, parts.device, cost);
  if (workload.head_macs > 0)
    add_computation_if_sent("head", computation_ms(workload.head_macs, parts.device),
                            counted_from(workload.head_macs, parts.device), parts.device, cost);
  if (workload.encoding) add_encoding(*workload.encoding, parts, cost);
  add_transmission(*payload.bytes, payload.source, parts.link, cost);
  if (workload.cloud_latency_ms)
    cost.items.push_back({"cloud", Resource::latency, 0, *workload.cloud_latency_ms, kMeasured});
  else if (parts.cloud_latency_ms.value > 0)
    cost.items.push_back(
        {"cloud", Resource::latency, 0, parts.cloud_latency_ms.value, parts.cloud_latency_ms.source});
  else
    cost.unknown.emplace_back("the cloud's own time: the profile gives no parts.cloud_latency_ms");
  leave_out_unknown_energy(parts, cost);
}

}  // namespace

std::optional<double> sent_bytes(const PartsConfig& parts, const Workload& workload) {
  return payload_of(parts, workload).bytes;
}

double computation_ms(double macs, const DeviceConfig& device) {
  return 1000 * macs / device.macs_per_second.value;
}

const Sourced& speed_of(PayloadFormat format, const EncoderConfig& encoder) {
  switch (format) {
    case PayloadFormat::png:
      return encoder.png_pixels_per_second;
    case PayloadFormat::features:
      return encoder.features_values_per_second;
    case PayloadFormat::raw:
    case PayloadFormat::jpeg:
      break;
  }
  return encoder.jpeg_pixels_per_second;
}

std::optional<double> encoding_ms(const Encoding& encoding, const EncoderConfig& encoder) {
  const double speed = speed_of(encoding.format, encoder).value;
  if (speed <= 0) return std::nullopt;
  return 1000 * encoding.elements / speed;
}

double energy_mj(double power_mw, double time_ms) {
  return power_mw * time_ms / 1000;
}

Workload paper_workload() {
  return {.base_macs = 12'790'096, .cloud_macs = {}, .input_bytes = 27'648};
}

SystemCost price(const SystemProfile& profile, const Workload& workload) {
  SystemCost cost{.profile = profile.name};
  if (profile.kind == ProfileKind::lumps)
    add_lumps(profile.lumps, workload, cost);
  else
    add_parts(profile.parts, workload, cost);
  add_macs(workload, cost);
  return cost;
}

}  // namespace hybrid::cost
