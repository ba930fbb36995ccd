#include "cli/profile_numbers.h"

namespace hybrid::cli {

namespace {

using cost::ProfileKind;
using cost::SystemProfile;

void set(cost::Sourced& sourced, double value, const std::string& source) {
  sourced = {value, source};
}

constexpr std::array<ProfileNumber, kProfileNumbers> kNumbers{{
    {"--latency-per-input", "time of the device for every input", "ms", ProfileKind::lumps, false,
     [](SystemProfile& p, double v, const std::string& s) {
       p.lumps.latency_ms.per_input = v;
       p.lumps.latency_ms.source = s;
     }},
    {"--latency-per-send", "time on top for an input that is sent, until the answer is there", "ms",
     ProfileKind::lumps, true,
     [](SystemProfile& p, double v, const std::string& s) {
       p.lumps.latency_ms.per_offload = v;
       p.lumps.latency_ms.source = s;
     }},
    {"--energy-per-input", "energy of the device for every input", "mJ", ProfileKind::lumps, false,
     [](SystemProfile& p, double v, const std::string& s) {
       p.lumps.energy_mj.per_input = v;
       p.lumps.energy_mj.source = s;
     }},
    {"--energy-per-send", "energy of the device on top for an input that is sent", "mJ", ProfileKind::lumps,
     false,
     [](SystemProfile& p, double v, const std::string& s) {
       p.lumps.energy_mj.per_offload = v;
       p.lumps.energy_mj.source = s;
     }},
    {"--macs-per-second", "multiply-accumulates that the device does in a second", "MAC/s",
     ProfileKind::parts, true,
     [](SystemProfile& p, double v, const std::string& s) { set(p.parts.device.macs_per_second, v, s); }},
    {"--active-power", "power of the device while it computes", "mW", ProfileKind::parts, false,
     [](SystemProfile& p, double v, const std::string& s) { set(p.parts.device.active_power_mw, v, s); }},
    {"--bits-per-second", "rate at which the radio sends", "bit/s", ProfileKind::parts, true,
     [](SystemProfile& p, double v, const std::string& s) {
       set(p.parts.link.bits_per_second, v, s);
       p.parts.link.lora = {};
     }},
    {"--spreading-factor", "instead of a rate, for LoRa: 7 to 12", "", ProfileKind::parts, false,
     [](SystemProfile& p, double v, const std::string& s) {
       p.parts.link.lora.spreading_factor = static_cast<int>(v);
       p.parts.link.lora.source = s;
       p.parts.link.bits_per_second = {};
     }},
    {"--transmit-power", "power of the device while it sends", "mW", ProfileKind::parts, false,
     [](SystemProfile& p, double v, const std::string& s) { set(p.parts.link.transmit_power_mw, v, s); }},
    {"--message-bytes", "payload of one message, at most; 0: any size", "bytes", ProfileKind::parts, false,
     [](SystemProfile& p, double v, const std::string& s) { set(p.parts.link.message_bytes, v, s); }},
    {"--message-latency", "time that each message takes whatever its size: connection, answer", "ms",
     ProfileKind::parts, false,
     [](SystemProfile& p, double v, const std::string& s) { set(p.parts.link.message_ms, v, s); }},
    {"--message-energy", "energy that each message takes whatever its size, with the radio's tail", "mJ",
     ProfileKind::parts, false,
     [](SystemProfile& p, double v, const std::string& s) { set(p.parts.link.message_mj, v, s); }},
    {"--duty-cycle", "share of the time in which the radio may send (0.01, 1%); 0: no limit", "share",
     ProfileKind::parts, false,
     [](SystemProfile& p, double v, const std::string& s) { set(p.parts.link.duty_cycle, v, s); }},
    {"--bytes", "bytes that are sent for an input; without it the run's own input, raw", "bytes",
     ProfileKind::parts, false,
     [](SystemProfile& p, double v, const std::string& s) {
       p.parts.payload.bytes = v;
       p.parts.payload.source = s;
     }},
    {"--cloud-latency", "time of network and cloud for an input that is sent", "ms", ProfileKind::parts,
     false, [](SystemProfile& p, double v, const std::string& s) { set(p.parts.cloud_latency_ms, v, s); }},
    {"--sleep-power", "power of the whole board between two inputs", "mW", ProfileKind::lumps, false,
     [](SystemProfile& p, double v, const std::string& s) { set(p.sleep_power_mw, v, s); }},
}};

}  // namespace

const std::array<ProfileNumber, kProfileNumbers>& profile_numbers() {
  return kNumbers;
}

}  // namespace hybrid::cli
