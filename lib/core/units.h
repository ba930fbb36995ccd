#pragma once
// Numbers with units, as in flags, configs and cost profiles: "1.4s" where milliseconds are expected is 1400.

#include <optional>
#include <string>
#include <string_view>

namespace hybrid {

/// Reads a finite number, with or without a unit after it: "600", "600ms" and "0.6 s" are 600 in "ms". Counts
/// take k, M, G and T: "12.8M" is 12800000 in "MACs". An energy may be a charge at a voltage: "225mAh@3V".
/// @param unit of the result: ms, mJ, mW, mAh, V, d, /d, bytes, bit/s, MACs, MAC/s, pixels/s or values/s; any
/// other takes numbers alone
/// @return std::nullopt for any other text, also for a unit of something else
std::optional<double> parse_quantity(std::string_view text, std::string_view unit);

/// Returns how a quantity is written, for "takes a number ...": "in ms (600) or with a unit (0.6s)".
/// @param unit as for parse_quantity
/// @return an empty text for a unit that takes numbers alone
std::string_view quantity_words(std::string_view unit);

/// Returns what is wrong with the unit of a text that parse_quantity refuses, where that is not plain to see:
/// "; 1 MAC is 2 FLOPs: ..." for "12.8 MFLOPs" in MACs, "; KB is 1000 bytes to some ..." for "27KB".
/// @return an empty text for any other
std::string unit_advice(std::string_view text, std::string_view unit);

/// Returns what to write instead of a number of MACs or bytes that is a fraction below 1000, and was
/// therefore meant in thousands, millions or billions: "must be a whole number of ...: if ...".
/// @param unit MACs or bytes
/// @return an empty text for any other number
std::string count_advice(double value, std::string_view unit);

}  // namespace hybrid
