#pragma once
// Logistic regression on a few dense features and on classes (one effect per class), with a ridge penalty on
// all. Targets may be any values in [0, 1]: with cross entropy the fitted mean is consistent for them, too
// (Papke & Wooldridge 1996).

#include <cstdint>
#include <span>
#include <vector>

#include "routing/confidence_features.h"
#include "routing/matrix.h"

namespace hybrid::routing {

/// sigmoid(intercept + weights . x + the effect of each of the example's classes).
struct Logistic {
  double intercept = 0;
  std::vector<double> weights;               ///< [d]
  std::vector<std::vector<double>> effects;  ///< per Categories [count]
  bool operator==(const Logistic&) const = default;
};

/// The penalties of a fit: half of each, times the sum of squares, is added to the sum of the losses.
struct Ridge {
  double features = 0;  ///< on all weights except the first feature's, which has almost none
  double classes = 0;   ///< on the effects of the first classes; three times as much on those of the others
};

/// Data of a fit, by reference.
struct LogisticData {
  const ConfidenceFeatures& features;  ///< n rows, standardised
  std::span<const double> targets;     ///< [n], in [0, 1]
  std::span<const double> weights;     ///< [n], or empty if every row has weight 1
};

/// Returns the minimum of the penalised cross entropy over these rows, by L-BFGS (liblbfgs). Half an example
/// of either kind is added, so that it is finite if all targets are equal. Deterministic.
/// @param rows indices of the rows to fit; at least one
/// @param start initial model, for speed; empty: zero
Logistic fit_logistic(const LogisticData& data, std::span<const std::size_t> rows, const Ridge& ridge,
                      const Logistic& start = {});

/// Returns intercept + weights . x + effects (0 for an unknown class), summed in this order, so that an
/// exported router computes the same bits.
double log_odds(const Logistic& model, const ConfidenceFeatures& features, std::size_t row);

double sigmoid(double x);

/// Returns the cross entropy of a target and its predicted log odds, in nats, without overflow.
double cross_entropy(double target, double log_odds);

}  // namespace hybrid::routing
