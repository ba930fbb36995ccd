#include "cost/system_profile.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/text.h"
#include "core/units.h"

namespace hybrid::cost {

namespace {

constexpr std::array kProfileKindNames{config::Named<ProfileKind>{ProfileKind::lumps, "lumps"},
                                       config::Named<ProfileKind>{ProfileKind::parts, "parts"}};

void describe_source(config::Fields& fields, std::string& source) {
  fields.field("source", source,
               {.doc = "where the number comes from",
                .check = is_a_source,
                .check_words = "text that begins with datasheet, measured, paper or assumed"});
}

}  // namespace

bool is_a_source(std::string_view text) {
  constexpr std::array<std::string_view, 4> kKinds{"datasheet", "measured", "paper", "assumed"};
  return std::ranges::any_of(kKinds, [&](std::string_view kind) { return text.starts_with(kind); });
}

void describe(config::Fields& fields, Sourced& sourced) {
  fields.field("value", sourced.value, {.doc = "the number", .min = 0.0});
  describe_source(fields, sourced.source);
}

void describe(config::Fields& fields, LumpConfig& lump) {
  fields.field("always", lump.per_input,
               {.doc = "paid for every input: base and router on the device", .min = 0.0});
  fields.field("if_sent", lump.per_offload, {.doc = "paid on top for an input that is sent", .min = 0.0});
  describe_source(fields, lump.source);
}

void describe(config::Fields& fields, LumpsConfig& lumps) {
  fields.section("latency_ms", lumps.latency_ms, {.doc = "time per inference", .unit = "ms"});
  fields.section("energy_mj", lumps.energy_mj, {.doc = "the device's energy per inference", .unit = "mJ"});
}

void describe(config::Fields& fields, DeviceConfig& device) {
  fields.section("macs_per_second", device.macs_per_second,
                 {.doc = "multiply-accumulates the device does in a second", .unit = "MAC/s"});
  fields.section("active_power_mw", device.active_power_mw, {.doc = "power while computing", .unit = "mW"});
}

void describe(config::Fields& fields, LoraConfig& lora) {
  fields.field("spreading_factor", lora.spreading_factor,
               {.doc = "7 to 12; 0: no LoRa, the link has bits_per_second", .min = 0, .max = 12});
  fields.field("bandwidth_hz", lora.bandwidth_hz, {.doc = "125e3, 250e3 or 500e3", .unit = "Hz", .above = 0});
  fields.field("coding_rate", lora.coding_rate, {.doc = "1 to 4, for 4/5 to 4/8", .min = 1, .max = 4});
  fields.field("header_bytes", lora.header_bytes,
               {.doc = "the protocol's own bytes in each message", .unit = "bytes", .min = 0, .max = 254});
  describe_source(fields, lora.source);
}

void describe(config::Fields& fields, LinkConfig& link) {
  fields.section("bits_per_second", link.bits_per_second,
                 {.doc = "uplink rate; not with lora, from which it follows", .unit = "bit/s"});
  fields.section("transmit_power_mw", link.transmit_power_mw, {.doc = "power while sending", .unit = "mW"});
  fields.section(
      "message_bytes", link.message_bytes,
      {.doc = "payload of a message, at most; more is sent in several; 0: everything in one message",
       .unit = "bytes"});
  fields.section("message_ms", link.message_ms,
                 {.doc = "time that each message takes whatever its size: connection, answer", .unit = "ms"});
  fields.section(
      "message_mj", link.message_mj,
      {.doc = "energy that each message takes whatever its size: connection, answer, tail", .unit = "mJ"});
  fields.section("duty_cycle", link.duty_cycle,
                 {.doc = "share of the time in which the radio may send (0.01); 0: no limit"});
  fields.section("lora", link.lora, {.doc = "the modulation of a LoRa radio"});
}

void describe(config::Fields& fields, PayloadConfig& payload) {
  fields.field("bytes", payload.bytes,
               {.doc = "size of what is sent; `input`: the run's own input, raw",
                .unit = "bytes",
                .above = 0.0,
                .empty_word = "input"});
  describe_source(fields, payload.source);
}

void describe(config::Fields& fields, EncoderConfig& encoder) {
  fields.section(
      "jpeg_pixels_per_second", encoder.jpeg_pixels_per_second,
      {.doc = "pixels that the device encodes as JPEG in a second; 0: not counted", .unit = "pixels/s"});
  fields.section("png_pixels_per_second", encoder.png_pixels_per_second,
                 {.doc = "the same as PNG", .unit = "pixels/s"});
  fields.section(
      "features_values_per_second", encoder.features_values_per_second,
      {.doc = "int8 features that the device entropy-codes in a second; 0: not counted", .unit = "values/s"});
}

void describe(config::Fields& fields, PartsConfig& parts) {
  fields.section("device", parts.device, {.doc = "the microcontroller"});
  fields.section("link", parts.link, {.doc = "the radio"});
  fields.section("payload", parts.payload, {.doc = "what is sent"});
  fields.section("encoder", parts.encoder, {.doc = "what encoding costs the device, for sent inputs only"});
  fields.section("cloud_latency_ms", parts.cloud_latency_ms,
                 {.doc = "the cloud's own time for a sent input", .unit = "ms"});
}

void describe(config::Fields& fields, SystemProfile& profile) {
  fields.field("name", profile.name, {.doc = "the profile's name", .required = true});
  fields.field("description", profile.description, {.doc = "one line for people"});
  fields.choice(
      "kind", profile.kind, kProfileKindNames,
      {.doc = "`lumps`: costs per inference as given; `parts`: composed from device, link and payload"});
  fields.section("lumps", profile.lumps, {.doc = "used with kind: lumps"});
  fields.section("parts", profile.parts, {.doc = "used with kind: parts"});
  fields.section("sleep_power_mw", profile.sleep_power_mw,
                 {.doc = "power of the whole board between two inputs, for the life of a battery; 0: unknown",
                  .unit = "mW"});
}

namespace {

/// Checks the link of a profile of kind parts.
void check_link(const LinkConfig& link, const config::Findings& findings) {
  const int spreading = link.lora.spreading_factor;
  if (spreading > 0 && spreading < 7)
    findings.add({"parts.link.lora.spreading_factor"},
                 fmt::format("parts.link.lora.spreading_factor is {}, must be 0 or from 7 to 12", spreading));
  if (spreading > 0 && link.bits_per_second.value > 0)
    findings.add({"parts.link.bits_per_second.value", "parts.link.lora.spreading_factor"},
                 "parts.link has both bits_per_second and lora, from which the rate follows: leave one out");
  if (spreading == 0 && link.lora != LoraConfig{})
    findings.add(
        {"parts.link.lora.bandwidth_hz", "parts.link.lora.coding_rate", "parts.link.lora.header_bytes",
         "parts.link.lora.source", "parts.link.lora.spreading_factor"},
        "parts.link.lora has no effect without spreading_factor: give one from 7 to 12, or leave "
        "lora out");
  else if (spreading == 0 && link.bits_per_second.value <= 0)
    findings.add({"parts.link.bits_per_second.value", "kind", "parts.link.lora.spreading_factor"},
                 "parts.link.bits_per_second.value is 0, must be > 0 in a profile of kind parts");
  const double most = 255 - link.lora.header_bytes;
  if (spreading > 0 && (link.message_bytes.value <= 0 || link.message_bytes.value > most))
    findings.add(
        {"parts.link.message_bytes.value", "parts.link.lora.spreading_factor",
         "parts.link.lora.header_bytes"},
        fmt::format("parts.link.message_bytes.value is {}, must be from 1 to {}: a LoRa packet has at most "
                    "255 bytes, with the header",
                    shortest(link.message_bytes.value), shortest(most)));
  if (link.duty_cycle.value > 1)
    findings.add({"parts.link.duty_cycle.value"},
                 fmt::format("parts.link.duty_cycle.value is {}, must be a share of 1: 1 % is 0.01",
                             shortest(link.duty_cycle.value)));
  const double message = link.message_bytes.value;
  if (message > 0 && message < 1)
    findings.add(
        {"parts.link.message_bytes.value"},
        fmt::format("parts.link.message_bytes.value is {}, must be 1 byte or more, or 0 for messages "
                    "of any size",
                    shortest(message)));
}

}  // namespace

void validate(const SystemProfile& profile, const config::Findings& findings) {
  if (profile.kind == ProfileKind::lumps) {
    const LumpConfig& latency = profile.lumps.latency_ms;
    if (latency.per_input <= 0 && latency.per_offload <= 0)
      findings.add({"lumps.latency_ms.if_sent", "kind"},
                   "a profile of kind lumps needs lumps.latency_ms.always or if_sent > 0");
    return;
  }
  // The slowest microcontrollers reach a hundred times as much.
  constexpr double kSlowest = 1e4;
  const double speed = profile.parts.device.macs_per_second.value;
  if (speed <= 0)
    findings.add({"parts.device.macs_per_second.value", "kind"},
                 "parts.device.macs_per_second.value is 0, must be > 0 in a profile of kind parts");
  else if (speed < kSlowest)
    findings.add(
        {"parts.device.macs_per_second.value"},
        fmt::format("parts.device.macs_per_second.value is {0}, must be a number of MACs in a second, at "
                    "least {1}: if millions are meant, write {0}M",
                    shortest(speed), shortest(kSlowest)));
  if (const auto bytes = profile.parts.payload.bytes)
    if (const std::string advice = count_advice(*bytes, "bytes"); !advice.empty())
      findings.add({"parts.payload.bytes"},
                   fmt::format("parts.payload.bytes is {}, {}", shortest(*bytes), advice));
  check_link(profile.parts.link, findings);
}

}  // namespace hybrid::cost
