#pragma once
// What a reader wants to know first about an evaluation: the results for a handful of shares sent, with the
// rules that send them, and whether sending and any method beyond max_prob are worth it.

#include <optional>
#include <string>
#include <vector>

#include "eval/evaluation.h"
#include "eval/sending_rule.h"
#include "eval/tuning.h"

namespace hybrid::eval {

/// max_prob for the requirement of a row.
struct MaxProbPoint {
  SendingRule rule;
  double accuracy = 0;  ///< on test
};

/// The default method tuned to one requirement.
struct HeadlineRow {
  Requirements requirements;             ///< a coverage, or a latency budget
  std::optional<TunedPoint> tuned;       ///< as `hybrid tune` gives it; std::nullopt if it is refused
  std::optional<Refusal> refusal;        ///< why there is no point
  std::optional<SendingRule> rule;       ///< of the default method; std::nullopt without a common threshold
  std::optional<MaxProbPoint> max_prob;  ///< std::nullopt if it is the default, or has no common threshold
  double gain = 0;                       ///< accuracy over the device alone
  stats::Interval gain_ci;               ///< 95 % for all rows together (Bonferroni), paired
};

/// A method's difference to max_prob at one coverage.
struct LeadOverMaxProb {
  Comparison comparison;
  /// 95 % for all comparisons that were looked at, together: the bootstrap interval, widened as that of a
  /// normal distribution (Bonferroni).
  stats::Interval ci;
};

struct Headline {
  stats::Interval device_ci, cloud_ci;  ///< 95 %, of the accuracy of either model alone on test
  std::string method;                   ///< the default method's name; empty if no method has scores
  bool is_max_prob = false;             ///< it decides by the largest probability alone
  std::vector<HeadlineRow> rows;
  /// The share sent, of those of coverages, with the highest accuracy; the smallest of equal ones.
  std::optional<std::size_t> best;
  std::string opponent;  ///< max_prob, or that of the control in a trained run; empty if there is none
  /// The default method's difference to the opponent at the coverage where its interval, corrected for all
  /// coverages, begins highest; std::nullopt if it decides as the opponent, and without bootstrap.
  std::optional<LeadOverMaxProb> own_lead;
  /// The same of all other scored methods on the first base variant, corrected for all `compared`.
  std::optional<LeadOverMaxProb> largest_lead;
  std::size_t compared = 0;  ///< comparisons of these, but for those that decide as the opponent
};

/// The coverages of the rows if the config has the default ones.
inline constexpr std::array kHeadlineShares{0.95, 0.9, 0.8, 0.7, 0.5};

/// Returns the headline of an evaluation of the problem with the same config, profile and workload.
Headline headline(const RoutingProblem& problem, const Evaluation& evaluation,
                  const config::EvaluationConfig& config, const cost::SystemProfile& profile,
                  const cost::Workload& workload);

}  // namespace hybrid::eval
