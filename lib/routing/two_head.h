#pragma once
// Two logistic heads, P(cloud right | x) and P(base right | x), whose difference is the expected gain of
// sending: the Bayes-optimal score, if the heads are correct. Two heads learn more from the same examples
// than one on the oracle label, which discards the correctness of each model. With another utility than
// accuracy, a head predicts the utility of the model's prediction, as a share of the range between the
// smallest and the largest utility.

#include "routing/logistic_router.h"
#include "routing/route.h"

namespace hybrid::routing {

struct TwoHead {
  LogisticRouter base, cloud;
  double range = 1;  ///< of the utilities
  bool operator==(const TwoHead&) const = default;
};

struct TwoHeadFit {
  TwoHead model;
  RoutingScores out_of_fold;  ///< [n] scores of the fitted examples, each from a model fitted without it
};

/// Fits both heads.
/// @param features for as many examples as `outcomes`
/// @param folds as in cross_fit
TwoHeadFit fit_two_head(const ConfidenceFeatures& features, const Outcomes& outcomes,
                        std::span<const std::uint8_t> folds);

/// Returns the expected gain of every example, in units of the outcomes.
RoutingScores expected_gain(const TwoHead& model, const ConfidenceFeatures& features);

/// Returns the multiply-accumulates for one input.
std::int64_t macs(const TwoHead& model);

/// The smallest utility, and the difference `size` to the largest; `size` is 1 if all are equal.
struct ValueRange {
  double low = 0, size = 1;
};
ValueRange value_range(const Outcomes& outcomes);

/// Returns the values as shares of the range, in [0, 1].
std::vector<double> shares_of(std::span<const double> values, const ValueRange& range);

}  // namespace hybrid::routing
