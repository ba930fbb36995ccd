#include "routing/auto_router.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "core/error.h"
#include "core/text.h"
#include "routing/ranking.h"

namespace hybrid::routing {

namespace {

constexpr double kLargestShareSent = 0.5;
constexpr double kDoubt = 18;  // kappa * sqrt(n); see the header and bench/pairs
constexpr double kSmallestSlope = 1e-3;
constexpr std::array kWeights{0.25, 0.5, 0.75, 1.0};

/// Returns for each example the probability of being sent, averaged over all sent shares from 0 to
/// kLargestShareSent. An example at rank share u is sent from u on; equal scores take the mean over their
/// ranks.
std::vector<double> sending_weights(std::span<const double> scores) {
  const std::size_t n = scores.size();
  const std::vector<std::size_t> order = by_descending_score(scores);
  std::vector<double> weights(n);
  for (std::size_t first = 0, last = 0; first < n; first = last) {
    double sum = 0;
    for (; last < n && scores[order[last]] == scores[order[first]]; ++last) {
      const double u = (static_cast<double>(last) + 0.5) / static_cast<double>(n);
      sum += std::max(0.0, 1 - u / kLargestShareSent);
    }
    for (std::size_t i = first; i < last; ++i) weights[order[i]] = sum / static_cast<double>(last - first);
  }
  return weights;
}

RoutingScores mixed(double weight, std::span<const double> heads, std::span<const double> confidence) {
  RoutingScores scores;
  for (std::size_t i = 0; i < confidence.size(); ++i)
    scores.push_back(weight > 0 ? weight * heads[i] + (1 - weight) * confidence[i] : confidence[i]);
  return scores;
}

/// Returns scores in max_prob's order; all equal without confidence.
RoutingScores doubts(const ConfidenceFeatures& features) {
  RoutingScores scores;
  for (std::size_t i = 0; i < features.values.rows; ++i)
    scores.push_back(features.values.cols > 0 ? -features.values(i, 0) : 0);
  return scores;
}

std::string points(const RankGain& gain) {
  return fmt::format("{:+.2f} ± {:.2f} points", 100 * gain.mean, 100 * gain.error);
}

std::string reason_for(double weight, const RankGain& gain, std::span<const double> scores, bool confident) {
  const std::string reference = confident ? "max_prob" : "sending at random";
  const std::string n = with_thousands(static_cast<std::int64_t>(scores.size()));
  std::string reason =
      weight > 0 ? fmt::format("{}two_head, {} over {} on {} cross-fitted tuning examples",
                               weight < 1 ? fmt::format("{} and {:.0f} % ", reference, 100 * weight) : "",
                               points(gain), reference, n)
                 : fmt::format(
                       "{}, because two_head does not surely gain over it on {} cross-fitted tuning "
                       "examples ({})",
                       reference, n, points(gain));
  if (std::ranges::none_of(scores, [](double score) { return score > 0; }))
    reason += "; no input is expected to gain by being sent: never send";
  return reason;
}

}  // namespace

RankGain rank_gain(std::span<const double> scores, std::span<const double> against,
                   const Outcomes& outcomes) {
  const std::size_t n = scores.size();
  HYBRID_CHECK(n > 0 && against.size() == n && outcomes.size() == n, "{} scores against {}, {} outcomes", n,
               against.size(), outcomes.size());
  const OutcomeShares share = shares(outcomes);
  const double mean_gain = share.cloud_accuracy - share.base_accuracy;
  const auto first = sending_weights(scores), second = sending_weights(against);
  double sum = 0, squares = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const double gain = outcomes.cloud_value[i] - outcomes.base_value[i] - mean_gain;
    const double difference = gain * (first[i] - second[i]);
    sum += difference;
    squares += difference * difference;
  }
  return {sum / static_cast<double>(n), std::sqrt(squares) / static_cast<double>(n)};
}

ConfidenceGain fit_confidence_gain(const ConfidenceFeatures& features, const Outcomes& outcomes) {
  const std::size_t n = outcomes.size();
  const double range = value_range(outcomes).size;
  std::vector<double> targets;
  for (std::size_t i = 0; i < n; ++i)
    targets.push_back((1 + (outcomes.cloud_value[i] - outcomes.base_value[i]) / range) / 2);
  const auto fit = [&](std::size_t columns) {
    Matrix values(n, columns);
    for (std::size_t i = 0; i < n && columns > 0; ++i) values(i, 0) = features.values(i, 0);
    const Standardisation scale = standardisation_of(values);
    const ConfidenceFeatures standard{standardised(values, scale), {}};
    std::vector<std::size_t> rows(n);
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    const Logistic model = fit_logistic({.features = standard, .targets = targets}, rows, {});
    if (columns == 0) return ConfidenceGain{model.intercept, 0, range};
    const double slope = -model.weights[0] / scale.scale[0];
    return ConfidenceGain{model.intercept + slope * scale.mean[0], slope, range};
  };
  if (features.values.cols == 0) return fit(0);
  const ConfidenceGain gain = fit(1);
  if (gain.slope >= kSmallestSlope) return gain;
  // A gain that grows with confidence is left to the heads; this curve keeps max_prob's order.
  ConfidenceGain flat = fit(0);
  flat.slope = kSmallestSlope;
  return flat;
}

RoutingScores expected_gain(const ConfidenceGain& model, const ConfidenceFeatures& features) {
  RoutingScores scores;
  for (std::size_t i = 0; i < features.values.rows; ++i) {
    const double logit = features.values.cols > 0 ? features.values(i, 0) : 0;
    scores.push_back(model.range * (2 * sigmoid(model.intercept - model.slope * logit) - 1));
  }
  return scores;
}

AutoRouterFit fit_auto_router(const ConfidenceFeatures& features, const Outcomes& outcomes,
                              const TwoHeadFit& heads) {
  AutoRouterFit fit;
  fit.model.confidence = fit_confidence_gain(features, outcomes);
  fit.model.heads = heads.model;
  const RoutingScores confidence = expected_gain(fit.model.confidence, features);
  const RoutingScores max_prob = doubts(features);
  const double kappa = kDoubt / std::sqrt(static_cast<double>(outcomes.size()));
  double best = 0;
  RankGain best_gain = rank_gain(heads.out_of_fold, max_prob, outcomes);
  for (const double weight : kWeights) {
    const RankGain gain = rank_gain(mixed(weight, heads.out_of_fold, confidence), max_prob, outcomes);
    if (gain.mean - kappa * gain.error <= best) continue;
    best = gain.mean - kappa * gain.error;
    best_gain = gain;
    fit.model.weight = weight;
  }
  fit.out_of_fold = mixed(fit.model.weight, heads.out_of_fold, confidence);
  fit.reason = reason_for(fit.model.weight, best_gain, fit.out_of_fold, features.values.cols > 0);
  return fit;
}

RoutingScores expected_gain(const AutoRouter& model, const ConfidenceFeatures& features) {
  RoutingScores confidence = expected_gain(model.confidence, features);
  if (model.weight == 0) return confidence;
  return mixed(model.weight, expected_gain(model.heads, features), confidence);
}

std::int64_t macs(const AutoRouter& model) {
  return model.weight > 0 ? macs(model.heads) + 1 : 1;
}

}  // namespace hybrid::routing
