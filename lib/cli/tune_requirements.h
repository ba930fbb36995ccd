#pragma once
// What `hybrid tune` is asked for, from the words of its flags.

#include <optional>
#include <string>
#include <vector>

#include "eval/budgets.h"
#include "eval/trade.h"

namespace hybrid {

/// The values of the flags as they were typed; several values of one flag are tried one after the other.
struct RequirementWords {
  std::vector<std::string> latency, energy, macs, coverage, accuracy, price, value;
  std::string value_of;

  /// Whether no flag was given.
  bool empty() const {
    return latency.empty() && energy.empty() && macs.empty() && coverage.empty() && accuracy.empty() &&
           price.empty() && value.empty();
  }
};

/// Requirements that must hold together, or a trade alone.
struct Requirements {
  Budgets budgets;
  std::optional<double> coverage, accuracy;
  std::optional<Trade> trade;
};

/// Every combination of the values given for different flags.
/// @throws UsageError for words that are no amounts, nothing asked for, or flags that exclude each other
std::vector<Requirements> requirements_of(const RequirementWords& words);

/// "latency 600 ms & coverage 80.0 %"
std::string words(const Requirements& requirements);

}  // namespace hybrid
