#pragma once
// The decision on each input with a threshold chosen on other inputs, and its effect: six cases of kept or
// sent, base right or wrong, cloud right or wrong. kept_right and useless_send each merge two of the eight
// combinations.

#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "eval/routing_problem.h"
#include "routing/threshold.h"

namespace hybrid::audit {

enum class Verdict {
  kept_right,       ///< the base is right
  kept_wrong_both,  ///< the base is wrong, the cloud would not have helped
  missed_help,      ///< the base is wrong, the cloud would have been right
  sent_helped,      ///< the cloud corrects a wrong prediction
  useless_send,     ///< both right or both wrong
  harmful_send,     ///< the base is right, the cloud is wrong
};
inline constexpr std::array<std::string_view, 6> kVerdictNames{
    "kept_right", "kept_wrong_both", "missed_help", "sent_helped", "useless_send", "harmful_send"};

/// Returns "missed_help".
std::string_view name_of(Verdict verdict);
Verdict verdict_of(routing::Route route, bool base_right, bool cloud_right);

struct Decision {
  double score = 0;
  double threshold = 0;  ///< of the example's fold
  routing::Route route = routing::Route::device;
  Verdict verdict = Verdict::kept_right;
};

/// The number of decisions with each verdict, in the order of kVerdictNames.
struct VerdictCounts {
  std::array<std::size_t, kVerdictNames.size()> of{};

  void add(Verdict verdict) { ++of[static_cast<std::size_t>(verdict)]; }
  std::size_t operator[](Verdict verdict) const { return of[static_cast<std::size_t>(verdict)]; }
  std::size_t total() const;
  std::size_t sent() const;
  double share(Verdict verdict) const;  ///< of all decisions; requires some
  double coverage() const;              ///< share kept on the device; requires some decisions
};

VerdictCounts count(std::span<const Decision> decisions);

/// Returns, for each fold of the method, the threshold that keeps at least this coverage of the fold's tuning
/// part: one, or two for a cross-fitted problem, the first for the test examples of half 0.
/// @throws InvalidArgument for a method without scores
std::vector<routing::Threshold> fold_thresholds(const eval::RoutingProblem& problem,
                                                const eval::Method& method, double coverage);

/// Returns the decisions: [n_test].
/// @param thresholds from fold_thresholds
/// @param right whether base and cloud are right, 1 or 0
std::vector<Decision> decide(const eval::RoutingProblem& problem, const eval::Method& method,
                             std::span<const routing::Threshold> thresholds, const routing::Outcomes& right);

}  // namespace hybrid::audit
