#pragma once
// What `hybrid tune` is asked for, from the words of its flags, and in the words of its flags why it cannot
// be had.

#include <optional>
#include <string>
#include <vector>

#include "eval/tuning.h"

namespace hybrid::cli {

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

/// Every combination of the values given for different flags.
/// @throws UsageError for words that are no amounts, nothing asked for, or flags that exclude each other
std::vector<eval::Requirements> requirements_of(const RequirementWords& words);

/// "latency 600 ms & coverage 80.0 %"
std::string words(const eval::Requirements& requirements);

/// @throws UsageError for what the method or the profile has no use for, Infeasible for what cannot be met,
/// naming the nearest that can
[[noreturn]] void refuse(const eval::Refusal& refusal, const eval::Requirements& requirements,
                         const eval::Method& method, const cost::SystemCost& cost);

/// The tuned point of those requirements. @throws as refuse does
eval::TunedPoint tuned_or_refused(const eval::Requirements& requirements, const eval::RoutingProblem& problem,
                                  const eval::Method& method, const eval::MethodCosts& costs,
                                  const eval::PointOptions& options = {});

}  // namespace hybrid::cli
