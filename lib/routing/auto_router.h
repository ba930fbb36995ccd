#pragma once
// The default router. It starts from max_prob, whose scores it turns into expected gains (a falling curve of
// two parameters), and moves towards `two_head` as far as the tuning examples support it: its score is
//
//   weight * two_head + (1 - weight) * confidence's gain,   weight in {0, 1/4, 1/2, 3/4, 1}.
//
// The weight is the one with the largest lower bound on what it gains over max_prob in accuracy, averaged
// over sending 0 to 50 %, on cross-fitted scores. The bound is the gain minus kappa standard errors, kappa =
// 18 / sqrt(n): with 100 examples hardly anything passes and max_prob remains, with 5,000 a quarter of an
// error has to be overcome, since by then two_head is the better guess. So the order of the inputs is
// max_prob's own unless there is evidence against it.

#include <cstdint>
#include <span>
#include <string>

#include "routing/two_head.h"

namespace hybrid::routing {

/// range * (2 sigmoid(intercept - slope * logit p1) - 1): what sending is expected to gain, by confidence
/// alone.
struct ConfidenceGain {
  double intercept = 0;
  double slope = 0;  ///< > 0; 0 where there is no confidence
  double range = 1;
  bool operator==(const ConfidenceGain&) const = default;
};

/// @param features of as many examples as the outcomes
ConfidenceGain fit_confidence_gain(const ConfidenceFeatures& features, const Outcomes& outcomes);
RoutingScores expected_gain(const ConfidenceGain& model, const ConfidenceFeatures& features);

struct AutoRouter {
  double weight = 0;  ///< of `heads`
  ConfidenceGain confidence;
  TwoHead heads;
  bool operator==(const AutoRouter&) const = default;
};

struct AutoRouterFit {
  AutoRouter model;
  RoutingScores
      out_of_fold;  ///< [n], of the examples it was fitted on; the heads' part by models without the example
  std::string reason;  ///< one line: what was chosen and why
};

/// @param heads fitted on the same examples
AutoRouterFit fit_auto_router(const ConfidenceFeatures& features, const Outcomes& outcomes,
                              const TwoHeadFit& heads);

RoutingScores expected_gain(const AutoRouter& model, const ConfidenceFeatures& features);

/// Multiply-accumulates for one input.
std::int64_t macs(const AutoRouter& model);

/// What `scores` gain over `against` in mean worth of the answers, averaged over all shares sent from 0 to 50
/// %, in expectation across ties, and its standard error with the ranks taken as given.
struct RankGain {
  double mean = 0;
  double error = 0;
};
RankGain rank_gain(std::span<const double> scores, std::span<const double> against, const Outcomes& outcomes);

}  // namespace hybrid::routing
