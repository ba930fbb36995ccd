#pragma once
// One logistic head on the base's confidence features: P(target | x). The target determines the method: the
// oracle label gives `logistic`, a model's correctness one head of `two_head`, and so on.

#include "routing/cross_fit.h"

namespace hybrid::routing {

struct LogisticRouter {
  Standardisation standardisation;
  Logistic head;
  bool operator==(const LogisticRouter&) const = default;
};

struct LogisticRouterFit {
  LogisticRouter model;
  /// [n], log odds of the fitted examples, each from a model fitted without it.
  std::vector<double> out_of_fold;
};

/// Standardises the features and fits the head.
/// @param features not standardised
/// @param targets [n], in [0, 1]
/// @param weights [n] or empty
/// @param folds as in cross_fit
LogisticRouterFit fit_logistic_router(const ConfidenceFeatures& features, std::span<const double> targets,
                                      std::span<const double> weights, std::span<const std::uint8_t> folds);

/// Returns the log odds, [n].
std::vector<double> log_odds(const LogisticRouter& model, const ConfidenceFeatures& features);

/// Returns the multiply-accumulates for one input, including standardisation.
std::int64_t macs(const LogisticRouter& model);

}  // namespace hybrid::routing
