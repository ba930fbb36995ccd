#pragma once
// What the learned routers see of the base's answer on one input: how sure it is, and of which class. The
// class is what the paper's 101 features leave out, and the most useful of all: what sending gains depends on
// the class that the base answers, and a little on the runner-up. Every number is a function of one example's
// outputs alone, so that a device can compute it.

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
/// entropy in nats; log p1, ..., log pK; p1, ..., p5 (as far as there are so many). With a confidence alone:
/// its logit and itself. With neither: nothing. Logits and logs end at +-37 and -40, where double precision
/// ends.
struct ConfidenceFeatures {
  Matrix values;                    ///< [n, d]; d may be 0
  std::vector<Categories> classes;  ///< the class that the base answers; of more than two, also the runner-up
};

ConfidenceFeatures confidence_features(const predictions::PredictionSet& base);

/// How many features there are for outputs of which so many largest probabilities are known.
std::size_t confidence_feature_count(std::size_t top_k);

/// The features of one example's outputs. @param top its largest probabilities, descending @param out
/// [confidence_feature_count(top.size())]
void write_confidence_features(double entropy, std::span<const double> top, std::span<double> out);

/// log(p / (1 - p)), kept within +-37.
double clipped_logit(double p);

/// Brings every feature to mean 0 and deviation 1 over the examples that it was made from.
struct Standardisation {
  std::vector<double> mean;   ///< [d]
  std::vector<double> scale;  ///< [d], 1 for a constant feature
  bool operator==(const Standardisation&) const = default;
};

/// Requires at least one row.
Standardisation standardisation_of(const Matrix& features);
Matrix standardised(const Matrix& features, const Standardisation& standardisation);

}  // namespace hybrid::routing
