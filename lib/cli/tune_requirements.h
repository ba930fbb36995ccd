#pragma once
// The requirements of `hybrid tune`, parsed from its flags, and the explanation if they cannot be met.

#include <optional>
#include <string>
#include <vector>

#include "cli/arguments.h"
#include "cli/guarantee.h"
#include "core/log.h"
#include "eval/tuning.h"

namespace hybrid::cli {

/// The values of the flags as typed; several values of one flag are tried in turn.
struct RequirementWords {
  std::vector<std::string> latency, energy, macs, coverage, sent, accuracy, price, value;
  std::vector<std::string> life;  ///< days; the battery is set by apply_life
  std::string value_of;

  /// Whether no flag was given.
  bool empty() const {
    return latency.empty() && energy.empty() && macs.empty() && coverage.empty() && sent.empty() &&
           accuracy.empty() && price.empty() && value.empty() && life.empty();
  }
};

/// Returns every combination of the values of different flags.
/// @throws UsageError for words that are not amounts, for no requirement, or for flags that exclude each
/// other
std::vector<eval::Requirements> requirements_of(const RequirementWords& words);

/// Returns "≤ 600 ms & ≤ 20 % sent", "price 0.1"; empty for no requirement.
std::string words(const eval::Requirements& requirements);

/// Returns the requirements that the test part exceeds, as "1,003 of 1,000 ms"; empty if all hold there.
std::string missed_words(const eval::TunedPoint& tuned);

/// What the value of --threshold means.
inline constexpr const char* kThresholdHelp =
    "send below this: the largest probability (max_prob), or the difference of the two largest (margin); any "
    "other method sends above this score";

/// Returns the threshold of the score for the value of --threshold.
/// @throws UsageError unless it is a number, and one in [0, 1] if it is a probability
double parse_threshold(const std::string& word, const eval::Method& method);

/// Warns if a given threshold sends all test inputs or none, which it may do because it is on another scale.
void warn_of_idle_threshold(const eval::Method& method, double threshold, Logger& log);

/// Throws for requirements that cannot be met.
/// @throws UsageError for a requirement that does not apply to the method or the profile
/// @throws Infeasible for an unattainable requirement, naming the nearest attainable one
[[noreturn]] void refuse(const eval::Refusal& refusal, const eval::Requirements& requirements,
                         const eval::Method& method, const cost::SystemCost& cost);

/// Returns what refusals need to know of the flags.
TuneFlags given_flags(const RequirementWords& words, const ProblemOptions& data);

/// Returns the tuned point for the requirements.
/// @throws as refuse
eval::TunedPoint tuned_or_refused(const eval::Requirements& requirements, const eval::RoutingProblem& problem,
                                  const eval::Method& method, const eval::MethodCosts& costs,
                                  const eval::PointOptions& options, const TuneFlags& given);

}  // namespace hybrid::cli
