#pragma once
// The requirements of `hybrid tune`, parsed from its flags, and the explanation if they cannot be met.

#include <optional>
#include <string>
#include <vector>

#include "eval/tuning.h"

namespace hybrid::cli {

/// The values of the flags as typed; several values of one flag are tried in turn.
struct RequirementWords {
  std::vector<std::string> latency, energy, macs, coverage, accuracy, price, value;
  std::vector<std::string> life;  ///< days; the battery is set by apply_life
  std::string value_of;

  /// Whether no flag was given.
  bool empty() const {
    return latency.empty() && energy.empty() && macs.empty() && coverage.empty() && accuracy.empty() &&
           price.empty() && value.empty() && life.empty();
  }
};

/// Returns every combination of the values of different flags.
/// @throws UsageError for words that are not amounts, for no requirement, or for flags that exclude each
/// other
std::vector<eval::Requirements> requirements_of(const RequirementWords& words);

/// Returns "latency 600 ms & coverage 80.0 %".
std::string words(const eval::Requirements& requirements);

/// Throws for requirements that cannot be met.
/// @throws UsageError for a requirement that does not apply to the method or the profile
/// @throws Infeasible for an unattainable requirement, naming the nearest attainable one
[[noreturn]] void refuse(const eval::Refusal& refusal, const eval::Requirements& requirements,
                         const eval::Method& method, const cost::SystemCost& cost);

/// Returns the tuned point for the requirements.
/// @throws as refuse
eval::TunedPoint tuned_or_refused(const eval::Requirements& requirements, const eval::RoutingProblem& problem,
                                  const eval::Method& method, const eval::MethodCosts& costs,
                                  const eval::PointOptions& options = {});

}  // namespace hybrid::cli
