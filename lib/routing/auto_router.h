#pragma once
// The default router. It interpolates between max_prob, whose scores are mapped to expected gains (a
// decreasing curve with two parameters), and `two_head`:
//
//   score = weight * two_head + (1 - weight) * confidence's gain,   weight in {0, 1/4, 1/2, 3/4, 1}.
//
// The weight maximises a lower bound of the accuracy gain over max_prob, averaged over sending 0 to 50 %, on
// cross-fitted scores. The bound is the gain minus kappa standard errors, kappa = 18 / sqrt(n): with 100
// examples hardly any gain suffices and max_prob remains; with 5,000 a quarter of a standard error suffices,
// because two_head is then usually better. So the order of the inputs is max_prob's unless there is evidence
// against it.

#include <cstdint>
#include <span>
#include <string>

#include "routing/two_head.h"

namespace hybrid::routing {

/// The expected gain of sending, from the confidence alone: range * (2 sigmoid(intercept - slope * logit p1)
/// - 1).
struct ConfidenceGain {
  double intercept = 0;
  double slope = 0;  ///< > 0; 0 without confidence
  double range = 1;
  bool operator==(const ConfidenceGain&) const = default;
};

/// Fits the curve.
/// @param features for as many examples as `outcomes`
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
  /// [n] scores of the fitted examples; the heads' contribution comes from models fitted without the example.
  RoutingScores out_of_fold;
  std::string reason;  ///< one line: the choice and the reason
};

/// Chooses the weight and fits the curve.
/// @param heads fitted on the same examples
AutoRouterFit fit_auto_router(const ConfidenceFeatures& features, const Outcomes& outcomes,
                              const TwoHeadFit& heads);

RoutingScores expected_gain(const AutoRouter& model, const ConfidenceFeatures& features);

/// Returns the multiply-accumulates for one input.
std::int64_t macs(const AutoRouter& model);

/// The gain of `scores` over `against` in mean utility, averaged over all sent shares from 0 to 50 %, in
/// expectation over ties, and its standard error with the ranks taken as given.
struct RankGain {
  double mean = 0;
  double error = 0;
};
RankGain rank_gain(std::span<const double> scores, std::span<const double> against, const Outcomes& outcomes);

}  // namespace hybrid::routing
