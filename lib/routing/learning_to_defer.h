#pragma once
// Learning to defer with a fixed base classifier ("post hoc"): the surrogate losses have one additional
// logit, for deferring, and only this logit is fitted. With class logits z, log normaliser L = log sum e^z
// and the cloud's correctness m:
//
//   cross entropy (Mozannar & Sontag 2020): -log softmax_y - m log softmax_defer. In h = defer - L this is
//     (1 + m) softplus(h) - m h + const: a logistic regression with target m / (1 + m) and weight 1 + m.
//   one-vs-all (Verma & Nalisnick 2022): the deferral logit alone is a logistic regression of m.
//
// An input is sent if and only if the deferral logit exceeds the largest class logit, so the score is their
// difference.

#include "routing/logistic_router.h"
#include "routing/route.h"

namespace hybrid::routing {

enum class DeferralLoss { cross_entropy, one_vs_all };

struct DeferralRouter {
  DeferralLoss loss = DeferralLoss::cross_entropy;
  LogisticRouter defer;
  bool operator==(const DeferralRouter&) const = default;
};

struct DeferralFit {
  DeferralRouter model;
  RoutingScores out_of_fold;  ///< [n] scores of the fitted examples, each from a model fitted without it
};

/// Fits the deferral logit.
/// @param features with a confidence
/// @param cloud_right [n], in [0, 1]
/// @param folds as in cross_fit
DeferralFit fit_deferral(DeferralLoss loss, const ConfidenceFeatures& features,
                         std::span<const double> cloud_right, std::span<const std::uint8_t> folds);

/// Returns the scores, [n].
RoutingScores deferral_scores(const DeferralRouter& model, const ConfidenceFeatures& features);

}  // namespace hybrid::routing
