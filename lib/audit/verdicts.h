#pragma once
// Where each input goes by a threshold that was chosen on other inputs, and what that did: the six cases of
// kept or sent, base right or wrong, cloud right or wrong, of which two pairs differ in nothing that routing
// could change.

#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "eval/routing_problem.h"
#include "routing/threshold.h"

namespace hybrid::audit {

enum class Verdict {
  kept_right,       ///< the base's answer was right
  kept_wrong_both,  ///< wrong, but the cloud would not have helped
  missed_help,      ///< wrong, and the cloud would have been right
  sent_helped,      ///< the cloud put a wrong answer right
  useless_send,     ///< both right or both wrong
  harmful_send,     ///< the base was right, the cloud is wrong
};
inline constexpr std::array<std::string_view, 6> kVerdictNames{
    "kept_right", "kept_wrong_both", "missed_help", "sent_helped", "useless_send", "harmful_send"};

/// "missed_help".
std::string_view name_of(Verdict verdict);
Verdict verdict_of(routing::Route route, bool base_right, bool cloud_right);

struct Decision {
  double score = 0;
  double threshold = 0;  ///< of the example's fold
  routing::Route route = routing::Route::device;
  Verdict verdict = Verdict::kept_right;
};

/// How many decisions have each verdict, by its place in kVerdictNames.
struct VerdictCounts {
  std::array<std::size_t, kVerdictNames.size()> of{};

  void add(Verdict verdict) { ++of[static_cast<std::size_t>(verdict)]; }
  std::size_t operator[](Verdict verdict) const { return of[static_cast<std::size_t>(verdict)]; }
  std::size_t total() const;
  std::size_t sent() const;
};

VerdictCounts count(std::span<const Decision> decisions);

/// For each fold of the method, the threshold that keeps at least this coverage of the fold's tuning part:
/// one, or of an cross-fitted problem two, the first for the test examples of half 0. @throws InvalidArgument
/// for a method without scores
std::vector<routing::Threshold> fold_thresholds(const eval::RoutingProblem& problem,
                                                const eval::Method& method, double coverage);

/// [n_test]. @param thresholds from fold_thresholds @param right whether base and cloud are right, 1 or 0
std::vector<Decision> decide(const eval::RoutingProblem& problem, const eval::Method& method,
                             std::span<const routing::Threshold> thresholds, const routing::Outcomes& right);

}  // namespace hybrid::audit
