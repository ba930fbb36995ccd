#pragma once
// What sending takes on a link. A radio with messages of limited size (LoRaWAN) needs several for an image;
// one with a connection (cellular, Wi-Fi) has a price for each that does not depend on the bytes: joining,
// waiting for the answer, and the tail until the radio sleeps again.

#include "cost/system_profile.h"

namespace hybrid::cost {

/// Sending one payload. A link without messages, LoRa and duty cycle has only `air_ms`.
struct Sending {
  double messages = 1;    ///< a payload of 0 bytes is a message, too
  double air_ms = 0;      ///< the radio sends
  double fixed_ms = 0;    ///< of all messages together
  double fixed_mj = 0;    ///< of all messages together
  double waiting_ms = 0;  ///< between the messages, because of the duty cycle
  double silence_ms = 0;  ///< after the last message, before the radio may send again
};

/// Returns what sending so many bytes takes: messages as full as possible, and the rest in the last one.
/// After a message the radio is silent for air time x (1 / duty cycle - 1), as LoRaWAN devices are
/// (LoRaWAN 1.0.x, section 7: "Toff = TimeOnAir / DutyCycle - TimeOnAir").
Sending sending(double bytes, const LinkConfig& link);

/// Returns the time on air of one LoRa packet with an explicit header and a checksum.
/// Semtech AN1200.13 (2013) and SX1276 datasheet, section 4.1.1.7; the low data rate is optimised where a
/// symbol takes more than 16 ms (section 4.1.1.6), as LoRaWAN prescribes for SF11 and SF12 at 125 kHz.
/// @param bytes of the physical payload: LoRaWAN's own 13 bytes included
double lora_airtime_ms(double bytes, const LoraConfig& lora);

}  // namespace hybrid::cost
