#include "core/units.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "core/text.h"
#include "core/words.h"

namespace hybrid {

namespace {

/// A prefix or unit: the number before it is multiplied by factor * 10^exponent. The power of ten is apart,
/// because it can be applied to the decimal text without rounding.
struct Multiple {
  std::string_view word;
  int exponent = 0;
  double factor = 1;
};

constexpr std::array<Multiple, 13> kPrefixes{{{"n", -9},
                                              {"u", -6},
                                              {"\u00b5", -6},  // the micro sign
                                              {"\u03bc", -6},  // the Greek letter, which looks the same
                                              {"m", -3},
                                              {"k", 3},
                                              {"K", 3},
                                              {"M", 6},
                                              {"G", 9},
                                              {"T", 12},
                                              {"Ki", 0, 1024.0},
                                              {"Mi", 0, 1024.0 * 1024},
                                              {"Gi", 0, 1024.0 * 1024 * 1024}}};

/// A word for a unit, with the prefixes that it takes.
struct UnitWord {
  std::string_view unit;  ///< of the result
  Multiple word;
  std::string_view prefixes;  ///< separated by blanks
};

constexpr std::string_view kSmall = "n u \u00b5 \u03bc m";
constexpr std::string_view kLarge = "k K M G T";

// "KB" and "FLOPs" are missing because they have two meanings each (unit_advice).
constexpr std::array<UnitWord, 53> kUnits{{{"ms", {"s", 3}, kSmall},
                                           {"ms", {"sec", 3}, kSmall},
                                           {"ms", {"seconds", 3}, ""},
                                           {"ms", {"milliseconds"}, ""},
                                           {"ms", {"min", 3, 60.0}, ""},
                                           {"mJ", {"J", 3}, "n u \u00b5 \u03bc m k"},
                                           {"mJ", {"Wh", 3, 3600.0}, "u \u00b5 \u03bc m"},
                                           {"mW", {"W", 3}, kSmall},
                                           {"mAh", {"Ah", 3}, "u \u00b5 \u03bc m"},
                                           {"V", {"V"}, "m"},
                                           {"d", {"d"}, ""},
                                           {"d", {"day"}, ""},
                                           {"d", {"days"}, ""},
                                           {"d", {"h", 0, 1.0 / 24}, ""},
                                           {"d", {"w", 0, 7.0}, ""},
                                           {"d", {"weeks", 0, 7.0}, ""},
                                           {"d", {"y", 0, 365.0}, ""},
                                           {"d", {"year", 0, 365.0}, ""},
                                           {"d", {"years", 0, 365.0}, ""},
                                           {"/d", {"/d"}, "k M"},
                                           {"/d", {"/day"}, "k M"},
                                           {"/d", {"/h", 0, 24.0}, "k M"},
                                           {"/d", {"/hour", 0, 24.0}, "k M"},
                                           {"/d", {"/min", 0, 1440.0}, "k M"},
                                           {"/d", {"/minute", 0, 1440.0}, "k M"},
                                           {"/d", {"/s", 0, 86400.0}, "k M"},
                                           {"/d", {"/sec", 0, 86400.0}, "k M"},
                                           {"/d", {"/second", 0, 86400.0}, "k M"},
                                           {"/d", {"per day"}, ""},
                                           {"/d", {"per hour", 0, 24.0}, ""},
                                           {"/d", {"per minute", 0, 1440.0}, ""},
                                           {"bytes", {"B"}, "k M G Ki Mi Gi"},
                                           {"bytes", {"byte"}, "k M G"},
                                           {"bytes", {"bytes"}, "k M G"},
                                           {"bit/s", {"bit/s"}, kLarge},
                                           {"bit/s", {"bits/s"}, kLarge},
                                           {"bit/s", {"bps"}, kLarge},
                                           {"bit/s", {""}, kLarge},
                                           {"MACs", {"MACs"}, kLarge},
                                           {"MACs", {"MAC"}, kLarge},
                                           {"MACs", {"Macs"}, kLarge},
                                           {"MACs", {"Mac"}, kLarge},
                                           {"MACs", {"MAdds"}, kLarge},
                                           {"MACs", {""}, kLarge},
                                           {"MAC/s", {"MAC/s"}, kLarge},
                                           {"MAC/s", {"MACs/s"}, kLarge},
                                           {"MAC/s", {"MACS"}, kLarge},
                                           {"MAC/s", {"Macs/s"}, kLarge},
                                           {"MAC/s", {""}, kLarge},
                                           {"pixels/s", {"pixels/s"}, kLarge},
                                           {"pixels/s", {""}, kLarge},
                                           {"values/s", {"values/s"}, kLarge},
                                           {"values/s", {""}, kLarge}}};

bool takes(const UnitWord& unit, std::string_view prefix) {
  const auto known = split(unit.prefixes, ' ');
  return std::ranges::find(known, prefix) != known.end();
}

/// Returns what the words after a number multiply it by: "ms", "kbit/s", "M", "M MACs".
std::optional<Multiple> multiple_of(std::string_view words, std::string_view unit) {
  for (const UnitWord& known : kUnits) {
    if (known.unit != unit || !words.ends_with(known.word.word)) continue;
    std::string_view prefix = words.substr(0, words.size() - known.word.word.size());
    while (prefix.ends_with(' ')) prefix.remove_suffix(1);
    if (prefix.empty()) return known.word;
    const auto* found = std::ranges::find(kPrefixes, prefix, &Multiple::word);
    if (found != kPrefixes.end() && takes(known, prefix))
      return Multiple{"", known.word.exponent + found->exponent, known.word.factor * found->factor};
  }
  return std::nullopt;
}

/// Returns the number times 10^exponent, rounded once.
std::optional<double> scaled(std::string_view number, int exponent) {
  if (!parse_double(number)) return std::nullopt;
  const auto e = number.find_first_of("eE");
  const std::string_view power = e == std::string_view::npos ? "0" : number.substr(e + 1);
  // Digits of an exponent that do not fit are refused by parse_double above, or stand for 0.
  const auto own = parse_double(power);
  if (!own) return std::nullopt;
  return parse_double(fmt::format("{}e{:.0f}", number.substr(0, e), *own + exponent));
}

/// Returns the energy in mJ of "225mAh" at "3V"; both need their units.
std::optional<double> charge_at(std::string_view charge, std::string_view voltage) {
  while (charge.ends_with(' ')) charge.remove_suffix(1);
  while (voltage.starts_with(' ')) voltage.remove_prefix(1);
  if (parse_double(charge) || parse_double(voltage)) return std::nullopt;
  const auto milliampere_hours = parse_quantity(charge, "mAh");
  const auto volts = parse_quantity(voltage, "V");
  if (!milliampere_hours || !volts || *milliampere_hours < 0 || *volts < 0) return std::nullopt;
  constexpr double kSecondsPerHour = 3600;
  return *milliampere_hours * *volts * kSecondsPerHour;
}

}  // namespace

std::optional<double> parse_quantity(std::string_view text, std::string_view unit) {
  if (const auto number = parse_double(text)) return number;
  if (const auto at = text.find('@'); unit == "mJ" && at != std::string_view::npos)
    return charge_at(text.substr(0, at), text.substr(at + 1));
  const auto digit = text.find_last_of("0123456789.");
  if (digit == std::string_view::npos) return std::nullopt;
  std::string_view words = text.substr(digit + 1);
  while (words.starts_with(' ')) words.remove_prefix(1);
  if (words.empty()) return std::nullopt;
  const auto multiple = multiple_of(words, unit);
  if (!multiple) return std::nullopt;
  const auto value = scaled(text.substr(0, digit + 1), multiple->exponent);
  if (!value) return std::nullopt;
  return *value * multiple->factor;
}

std::string unit_advice(std::string_view text, std::string_view unit) {
  if (parse_quantity(text, unit)) return "";
  const auto digit = text.find_last_of("0123456789.");
  if (digit == std::string_view::npos) return "";
  std::string_view words = text.substr(digit + 1);
  while (words.starts_with(' ')) words.remove_prefix(1);
  const std::string lower = lower_case(words);
  const auto has = [&lower](std::string_view part) { return lower.find(part) != std::string::npos; };
  if (unit == "MACs" && (has("flop") || has("ops")))
    return "; 1 MAC is 2 FLOPs: halve the number and write MACs, or write MACs alone if multiply-adds were "
           "counted";
  if (unit == "MAC/s" && (has("flop") || has("ops")))
    return "; 1 MAC/s is 2 FLOP/s: halve the number and write MAC/s";
  if (unit == "bytes" && words == "KB")
    return "; KB is 1000 bytes to some and 1024 to others: write kB or KiB";
  if (unit == "bytes" && (has("bit") || words.ends_with('b'))) return "; 1 byte is 8 bits";
  if (unit == "bit/s" && (words.ends_with("B/s") || words.ends_with("Bps") || has("byte")))
    return "; 1 byte/s is 8 bit/s";
  if (unit == "bit/s" && words.ends_with("b/s")) return "; write kbit/s or Mbit/s";
  if (unit == "mJ" && (words.ends_with("Ah") || text.find('@') != std::string_view::npos))
    return "; a charge is an energy at a voltage: 225mAh@3V";
  if (unit == "/d") return "; say how many in a second, min, h or d: 60/h";
  return "";
}

std::string_view quantity_words(std::string_view unit) {
  constexpr std::array<std::array<std::string_view, 2>, 11> kWords{
      {{"ms", "in ms (600) or with a unit (0.6s)"},
       {"mJ", "in mJ (50) or with a unit (0.05J)"},
       {"mW", "in mW (108) or with a unit (0.108W)"},
       {"d", "in days (365) or with a unit (1y)"},
       {"/d", "a day (1440) or with a unit (60/h)"},
       {"bytes", "in bytes (27648) or with a unit (27kB, 27KiB)"},
       {"bit/s", "in bit/s (110e3) or with a unit (110kbit/s)"},
       {"MACs", "in MACs (12.8e6) or with a prefix (12.8M)"},
       {"MAC/s", "in MAC/s (65e6) or with a prefix (65M)"},
       {"pixels/s", "in pixels/s (512e3) or with a prefix (512k)"},
       {"values/s", "in values/s (5e6) or with a prefix (5M)"}}};
  for (const auto& [known, words] : kWords)
    if (known == unit) return words;
  return "";
}

std::string count_advice(double value, std::string_view unit) {
  // A mean of bytes is no whole number; one below 100 bytes is hardly an input.
  const double few = unit == "bytes" ? 100 : 1000;
  if (value >= few || value == std::floor(value)) return "";
  const std::string number = shortest(value);
  if (unit == "bytes")
    return fmt::format("must be a whole number of bytes: if kilobytes are meant, write {0}e3 or \"{0}kB\"",
                       number);
  return fmt::format(
      "must be a whole number of multiply-accumulates: if millions are meant, write {0}e6 or \"{0}M\", if "
      "billions, {0}e9 or \"{0}G\"",
      number);
}

}  // namespace hybrid
