#pragma once
// One logistic head on the base's confidence features: P(target | x). Which target makes which method: the
// oracle's label is `logistic`, a model's being right is one head of `two_head`, and so on.

#include "routing/cross_fit.h"

namespace hybrid::routing {

struct LogisticRouter {
  Standardisation standardisation;
  Logistic head;
  bool operator==(const LogisticRouter&) const = default;
};

struct LogisticRouterFit {
  LogisticRouter model;
  std::vector<double>
      out_of_fold;  ///< [n], log odds of the examples it was fitted on, each by a model without it
};

/// @param features not standardised @param targets [n], in [0, 1] @param weights [n] or empty @param folds as
/// cross_fit takes them
LogisticRouterFit fit_logistic_router(const ConfidenceFeatures& features, std::span<const double> targets,
                                      std::span<const double> weights, std::span<const std::uint8_t> folds);

/// [n].
std::vector<double> log_odds(const LogisticRouter& model, const ConfidenceFeatures& features);

/// Multiply-accumulates for one input, standardising included.
std::int64_t macs(const LogisticRouter& model);

}  // namespace hybrid::routing
