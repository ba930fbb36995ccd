#pragma once
// Logistic regression on a few dense features and on classes (one effect per class), with a ridge penalty on
// all. Targets may be any shares in [0, 1]: with cross entropy the fitted mean is right for them, too (Papke
// & Wooldridge 1996).

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

/// What a fit is drawn towards zero by: half of each number times the sum of squares is added to the sum of
/// the losses.
struct Ridge {
  double features = 0;  ///< on all weights but the first feature's, which is left nearly free
  double classes = 0;   ///< on the effects of the first classes; three times as much on those of the others
};

/// Rows to fit to, referenced.
struct LogisticData {
  const ConfidenceFeatures& features;  ///< n rows, standardised
  std::span<const double> targets;     ///< [n], in [0, 1]
  std::span<const double> weights;     ///< [n], or empty where every row counts once
};

/// The minimum of the penalised cross entropy over these rows, by L-BFGS (liblbfgs). Half an example of
/// either kind is added, so that it is finite where all targets are equal. Deterministic.
/// @param rows which of the data's rows; at least one @param start where to begin, for speed; empty: at zero
Logistic fit_logistic(const LogisticData& data, std::span<const std::size_t> rows, const Ridge& ridge,
                      const Logistic& start = {});

/// intercept + weights . x + effects (0 for a class that the model does not know), in this order, so that an
/// exported router computes the same bits.
double log_odds(const Logistic& model, const ConfidenceFeatures& features, std::size_t row);

double sigmoid(double x);

/// Cross entropy of one target and the log odds predicted for it, in nats; without overflow.
double cross_entropy(double target, double log_odds);

}  // namespace hybrid::routing
