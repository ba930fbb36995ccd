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

/// Returns the cost with 4 significant digits, never less, so that it can still be certified.
inline double rounded_up(double cost) {
  if (cost <= 0) return 0;
  const double step = std::pow(10.0, std::floor(std::log10(cost)) - 3);
  return std::ceil(cost / step) * step;
}

inline std::string cost_words(double value, cost::Resource resource) {
  return fmt::format("{:.4g} {}", value, cost::unit_of(resource));
}

}  // namespace hybrid::cli
