#pragma once
// Two logistic heads, P(cloud right | x) and P(base right | x), whose difference is what sending an input is
// expected to gain: the Bayes-optimal score, where the heads are right. Two heads learn more from as many
// examples than one on the oracle's label, which throws away what either model says for itself. With another
// utility than accuracy a head predicts what the model's answer is worth, as a share of the range between the
// least and the most that any answer was worth.

#include "routing/logistic_router.h"
#include "routing/route.h"

namespace hybrid::routing {

struct TwoHead {
  LogisticRouter base, cloud;
  double range = 1;  ///< of what answers are worth
  bool operator==(const TwoHead&) const = default;
};

struct TwoHeadFit {
  TwoHead model;
  RoutingScores out_of_fold;  ///< [n], of the examples it was fitted on, each by a model without it
};

/// @param features of as many examples as the outcomes @param folds as cross_fit takes them
TwoHeadFit fit_two_head(const ConfidenceFeatures& features, const Outcomes& outcomes,
                        std::span<const std::uint8_t> folds);

/// The expected gain of every example, in units of the outcomes.
RoutingScores expected_gain(const TwoHead& model, const ConfidenceFeatures& features);

/// Multiply-accumulates for one input.
std::int64_t macs(const TwoHead& model);

/// The least that any answer was worth, and how much more the most; 1 where all were worth the same.
struct ValueRange {
  double low = 0, size = 1;
};
ValueRange value_range(const Outcomes& outcomes);

/// Values as shares of the range, in [0, 1].
std::vector<double> shares_of(std::span<const double> values, const ValueRange& range);

}  // namespace hybrid::routing
