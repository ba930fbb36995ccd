#pragma once
// The features that the learned routers use: how confident the base is, and which class it predicts. The
// class is not among the paper's 101 features but is the most useful: the gain of sending depends on the
// predicted class, and slightly on the runner-up. Every feature is a function of one example's outputs alone,
// so that a device can compute it.

#include <cstdint>
#include <span>
#include <vector>

#include "predictions/prediction_set.h"
#include "routing/matrix.h"

namespace hybrid::routing {

/// One class per example.
struct Categories {
  std::vector<std::int32_t> codes;  ///< [n], below `count`
  std::size_t count = 0;
};

/// With outputs of k classes (K = min(10, k) largest probabilities p1 >= p2 >= ...), in this order: logit p1;
/// entropy in nats; log p1, ..., log pK; p1, ..., p5 (or up to pK). With a confidence alone: its logit and
/// itself. With neither: none. Logits are clipped to +-37 and logs to -40, the limits of double precision.
struct ConfidenceFeatures {
  Matrix values;                    ///< [n, d]; d may be 0
  std::vector<Categories> classes;  ///< predicted class; with more than two classes, also the runner-up
};

ConfidenceFeatures confidence_features(const predictions::PredictionSet& base);

/// Returns the number of features for outputs with `top_k` known largest probabilities.
std::size_t confidence_feature_count(std::size_t top_k);

/// Computes the features of one example's outputs.
/// @param top its largest probabilities, descending
/// @param out [confidence_feature_count(top.size())]
void write_confidence_features(double entropy, std::span<const double> top, std::span<double> out);

/// Returns log(p / (1 - p)), clipped to +-37.
double clipped_logit(double p);

/// Scales every feature to mean 0 and standard deviation 1 over the examples it was computed from.
struct Standardisation {
  std::vector<double> mean;   ///< [d]
  std::vector<double> scale;  ///< [d], 1 for a constant feature
  bool operator==(const Standardisation&) const = default;
};

/// Requires at least one row.
Standardisation standardisation_of(const Matrix& features);
Matrix standardised(const Matrix& features, const Standardisation& standardisation);

}  // namespace hybrid::routing
