#pragma once
// Numbers in the texts about guarantees.

#include <fmt/format.h>

#include <cmath>
#include <string>

#include "core/text.h"
#include "cost/system_cost.h"

namespace hybrid::cli {

inline std::string per_cent_words(double share) {
  return fmt::format("{:.6g} %", 100 * share);
}

inline std::string examples_words(std::size_t n) {
  return with_thousands(static_cast<std::int64_t>(n)) + (n == 1 ? " example" : " examples");
}

/// Returns the share cut to 4 decimals, so that it can still be certified.
inline double rounded_down(double share) {
  return std::floor(share * 1e4) / 1e4;
}

/// Returns the last of the first three significant digits of a positive number as a power of ten.
inline double third_digit(double value) {
  return std::pow(10.0, std::floor(std::log10(value)) - 2);
}

/// Returns the cost with three significant digits, and never less than it is, so that it can still be
/// certified.
inline std::string rounded_up(double cost) {
  if (cost <= 0) return "0";
  return fmt::format("{:.10g}", std::ceil(cost / third_digit(cost)) * third_digit(cost));
}

inline std::string with_unit(const std::string& number, cost::Resource resource) {
  return fmt::format("{} {}", number, cost::unit_of(resource));
}

}  // namespace hybrid::cli
