#pragma once
// Cost profiles, the files in configs/systems/: what a device, its radio and the cloud cost. A profile has
// either lumps per inference, as in the paper, or parts (device, link, payload, cloud) from which the costs
// of the models at hand are computed. To add a device or a radio, add a file there; no code changes.

#include <optional>
#include <string>
#include <string_view>

#include "config/fields.h"
#include "config/findings.h"

namespace hybrid::cost {

/// A number and its source.
struct Sourced {
  double value = 0;
  std::string source = "assumed";  ///< begins with datasheet, measured, paper or assumed
  bool operator==(const Sourced&) const = default;
};

/// The cost of an inference in one resource, in the resource's unit.
struct LumpConfig {
  double per_input = 0;    ///< for every input: base (and router) on the device
  double per_offload = 0;  ///< in addition for an input that is sent
  std::string source = "assumed";
  bool operator==(const LumpConfig&) const = default;
};

struct DeviceConfig {
  Sourced macs_per_second;
  Sourced active_power_mw;
  bool operator==(const DeviceConfig&) const = default;
};

/// The modulation of a LoRa radio, from which its rate follows (cost/link.h).
struct LoraConfig {
  int spreading_factor = 0;  ///< 7 to 12; 0: no LoRa, the link has bits_per_second
  double bandwidth_hz = 125e3;
  int coding_rate = 1;       ///< 1 to 4, for 4/5 to 4/8
  double header_bytes = 13;  ///< of the protocol in each message
  std::string source = "assumed";
  bool operator==(const LoraConfig&) const = default;
};

/// The members after the first two are 0 if the link has no such thing.
struct LinkConfig {
  Sourced bits_per_second;
  Sourced transmit_power_mw;
  Sourced message_bytes;  ///< payload of a message, at most; 0: everything in one
  Sourced message_ms;     ///< of each message, whatever its size
  Sourced message_mj;     ///< of each message, whatever its size
  Sourced duty_cycle;     ///< share of the time in which the radio may send; 0: no limit
  LoraConfig lora;
  bool operator==(const LinkConfig&) const = default;
};

struct PayloadConfig {
  std::optional<double> bytes;  ///< std::nullopt: the size of the run's own input
  std::string source = "assumed";
  bool operator==(const PayloadConfig&) const = default;
};

/// Encoding speeds of the device; 0: unknown, and not counted.
struct EncoderConfig {
  Sourced jpeg_pixels_per_second;
  Sourced png_pixels_per_second;
  Sourced features_values_per_second;
  bool operator==(const EncoderConfig&) const = default;
};

struct LumpsConfig {
  LumpConfig latency_ms;
  LumpConfig energy_mj;
  bool operator==(const LumpsConfig&) const = default;
};

struct PartsConfig {
  DeviceConfig device;
  LinkConfig link;
  PayloadConfig payload;
  EncoderConfig encoder;
  Sourced cloud_latency_ms;
  bool operator==(const PartsConfig&) const = default;
};

/// Exactly one of `lumps` and `parts` describes the system.
enum class ProfileKind { lumps, parts };

struct SystemProfile {
  std::string name;
  std::string description;
  ProfileKind kind = ProfileKind::lumps;
  LumpsConfig lumps;
  PartsConfig parts;
  Sourced sleep_power_mw;  ///< of the whole board between two inputs; 0: unknown, and not counted
  bool operator==(const SystemProfile&) const = default;
};

/// Whether the text says of which kind a number's source is: it begins with datasheet, measured, paper or
/// assumed.
bool is_a_source(std::string_view text);

void describe(config::Fields& fields, Sourced& sourced);
void describe(config::Fields& fields, LumpConfig& lump);
void describe(config::Fields& fields, LumpsConfig& lumps);
void describe(config::Fields& fields, DeviceConfig& device);
void describe(config::Fields& fields, LoraConfig& lora);
void describe(config::Fields& fields, LinkConfig& link);
void describe(config::Fields& fields, PayloadConfig& payload);
void describe(config::Fields& fields, EncoderConfig& encoder);
void describe(config::Fields& fields, PartsConfig& parts);
void describe(config::Fields& fields, SystemProfile& profile);
void validate(const SystemProfile& profile, const config::Findings& findings);

}  // namespace hybrid::cost
