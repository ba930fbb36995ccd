#include "cost/link.h"

#include <algorithm>
#include <cmath>

namespace hybrid::cost {

namespace {

/// Returns the time in which the radio sends one message.
double air_ms(double bytes, const LinkConfig& link) {
  if (link.lora.spreading_factor > 0) return lora_airtime_ms(bytes + link.lora.header_bytes, link.lora);
  return 1000 * bytes * 8 / link.bits_per_second.value;
}

}  // namespace

double lora_airtime_ms(double bytes, const LoraConfig& lora) {
  constexpr double kPreambleSymbols = 8 + 4.25;  // LoRaWAN's 8, and the sync words
  constexpr double kChecksum = 16, kSlowSymbolMs = 16;
  const double spreading = lora.spreading_factor;
  const double symbol_ms = 1000 * std::exp2(spreading) / lora.bandwidth_hz;
  const double optimised = symbol_ms > kSlowSymbolMs ? 1 : 0;
  const double blocks =
      std::ceil((8 * std::ceil(bytes) - 4 * spreading + 28 + kChecksum) / (4 * (spreading - 2 * optimised)));
  const double symbols = 8 + std::max(blocks * (lora.coding_rate + 4), 0.0);
  return (kPreambleSymbols + symbols) * symbol_ms;
}

Sending sending(double bytes, const LinkConfig& link) {
  const double size = link.message_bytes.value;
  const double messages = size > 0 ? std::max(1.0, std::ceil(bytes / size)) : 1;
  const double full_ms = messages > 1 ? air_ms(size, link) : 0;
  const double last_ms = air_ms(bytes - (messages - 1) * size, link);
  Sending sent{.messages = messages,
               .air_ms = (messages - 1) * full_ms + last_ms,
               .fixed_ms = messages * link.message_ms.value,
               .fixed_mj = messages * link.message_mj.value};
  const double duty = link.duty_cycle.value;
  if (duty > 0) {
    sent.waiting_ms = (messages - 1) * full_ms * (1 / duty - 1);
    sent.silence_ms = last_ms * (1 / duty - 1);
  }
  return sent;
}

}  // namespace hybrid::cost
