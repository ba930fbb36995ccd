#include "cost/plausible.h"

#include <fmt/format.h>

#include <array>
#include <span>
#include <string_view>

#include "core/text.h"
#include "cost/link.h"

namespace hybrid::cost {

namespace {

/// The range in which a number of a profile usually lies.
struct Usual {
  std::string_view key;  ///< below lumps or parts
  std::string_view unit;
  double low, high;
  double (*value)(const SystemProfile& profile);
};

constexpr std::array<Usual, 4> kLumps{
    {{"latency_ms.always", "ms", 0.01, 1e6, [](const auto& p) { return p.lumps.latency_ms.per_input; }},
     {"latency_ms.if_sent", "ms", 0.01, 1e6, [](const auto& p) { return p.lumps.latency_ms.per_offload; }},
     {"energy_mj.always", "mJ", 1e-4, 1e7, [](const auto& p) { return p.lumps.energy_mj.per_input; }},
     {"energy_mj.if_sent", "mJ", 1e-4, 1e7, [](const auto& p) { return p.lumps.energy_mj.per_offload; }}}};

// From the slowest microcontroller to a rack of GPUs, from LoRa's slowest rate to fibre.
constexpr std::array<Usual, 13> kParts{
    {{"device.macs_per_second", "MAC/s", 1e5, 1e16,
      [](const auto& p) { return p.parts.device.macs_per_second.value; }},
     {"device.active_power_mw", "mW", 0.1, 1e6,
      [](const auto& p) { return p.parts.device.active_power_mw.value; }},
     {"link.bits_per_second", "bit/s", 250, 1e11,
      [](const auto& p) { return p.parts.link.bits_per_second.value; }},
     {"link.transmit_power_mw", "mW", 0.1, 1e5,
      [](const auto& p) { return p.parts.link.transmit_power_mw.value; }},
     {"link.message_bytes", "bytes", 10, 1e6, [](const auto& p) { return p.parts.link.message_bytes.value; }},
     {"link.message_ms", "ms", 0.01, 6e4, [](const auto& p) { return p.parts.link.message_ms.value; }},
     {"link.message_mj", "mJ", 1e-3, 1e5, [](const auto& p) { return p.parts.link.message_mj.value; }},
     {"link.lora.bandwidth_hz", "Hz", 7.8e3, 5e5,
      [](const auto& p) { return p.parts.link.lora.bandwidth_hz; }},
     {"payload.bytes", "bytes", 100, 1e9, [](const auto& p) { return p.parts.payload.bytes.value_or(0); }},
     {"encoder.jpeg_pixels_per_second", "pixels/s", 1e4, 1e11,
      [](const auto& p) { return p.parts.encoder.jpeg_pixels_per_second.value; }},
     {"encoder.png_pixels_per_second", "pixels/s", 1e4, 1e11,
      [](const auto& p) { return p.parts.encoder.png_pixels_per_second.value; }},
     {"encoder.features_values_per_second", "values/s", 1e4, 1e11,
      [](const auto& p) { return p.parts.encoder.features_values_per_second.value; }},
     {"cloud_latency_ms", "ms", 0.1, 1e5, [](const auto& p) { return p.parts.cloud_latency_ms.value; }}}};

}  // namespace

std::vector<std::string> doubts_of(const SystemProfile& profile) {
  const bool lumps = profile.kind == ProfileKind::lumps;
  std::vector<std::string> odd, doubts;
  for (const Usual& usual : lumps ? std::span<const Usual>(kLumps) : kParts) {
    const double value = usual.value(profile);
    if (value > 0 && (value < usual.low || value > usual.high))
      odd.push_back(fmt::format("{}.{} is {} {}, usual are {} to {} {}", lumps ? "lumps" : "parts", usual.key,
                                shortest(value), usual.unit, shortest(usual.low), shortest(usual.high),
                                usual.unit));
  }
  if (!odd.empty())
    doubts.push_back(fmt::format("profile {}: {}; is it in another unit?", profile.name, join(odd, "; ")));
  if (lumps ? profile.parts != PartsConfig{} : profile.lumps != LumpsConfig{})
    doubts.push_back(fmt::format("profile {}: {} has no effect: kind is {}", profile.name,
                                 lumps ? "parts" : "lumps", lumps ? "lumps" : "parts"));
  return doubts;
}

void warn_of_doubts(const SystemProfile& profile, Logger& log) {
  for (const auto& doubt : doubts_of(profile)) log.warn("{}", doubt);
}

std::string slow_sending(const SystemProfile& profile, const Workload& workload) {
  constexpr double kSlowMs = 60e3;
  if (profile.kind == ProfileKind::lumps) return "";
  const auto bytes = sent_bytes(profile.parts, workload);
  if (!bytes) return "";
  const LinkConfig& link = profile.parts.link;
  const Sending sent = sending(*bytes, link);
  const double ms = sent.air_ms + sent.fixed_ms + sent.waiting_ms;
  if (ms <= kSlowMs) return "";
  const std::string how =
      sent.messages <= 1
          ? ""
          : fmt::format(" ({:.0f} messages{})", sent.messages,
                        sent.waiting_ms > 0
                            ? fmt::format(", duty cycle {} %", shortest(100 * link.duty_cycle.value))
                            : "");
  return fmt::format(
      "profile {}: sending one input of {:.0f} bytes takes {:.3g} min{}; send less (features, a smaller image), or "
      "take another radio",
      profile.name, *bytes, ms / 60e3, how);
}

void warn_of_slow_sending(const SystemProfile& profile, const Workload& workload, Logger& log) {
  if (const std::string line = slow_sending(profile, workload); !line.empty()) log.warn("{}", line);
}

}  // namespace hybrid::cost
