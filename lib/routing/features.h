#pragma once
// The features of the paper's router: entropy and the 10 x 10 table of "correlations between the top 10
// predictions" (Kag et al. 2022, A.4.2), 101 numbers. The authors' code uses pairwise differences of the ten
// largest softmax values. The literal reading as products is also available, and so are subsets, to measure
// the contribution of each.
//
// With differences, the 101 numbers are a linear function of eleven, u = [entropy, p1..p10]: x = L u. A first
// layer W (256 x 101) is therefore equivalent to W L (256 x 11), and it can even be trained on the eleven
// (router_fit.cpp). `compact_features` returns u, `expansion` returns L.

#include "config/router.h"
#include "predictions/prediction_set.h"
#include "routing/matrix.h"

namespace hybrid::routing {

/// The features of a router, and the number of probabilities and classes they consist of.
struct FeatureLayout {
  config::RouterFeatures features = config::RouterFeatures::entropy_pairs;
  config::PairFeatures pairs = config::PairFeatures::difference;  ///< if the features include pairs
  std::size_t top_k = 10;                                         ///< number of largest probabilities
  std::size_t classes = 0;  ///< of the one-hot class; 0 if not among the features
  bool operator==(const FeatureLayout&) const = default;
};

/// Returns the layout for a base with those outputs.
FeatureLayout layout_of(config::RouterFeatures features, config::PairFeatures pairs,
                        const predictions::PredictionSet& base);

/// Returns the number of features of an input: 1 + k*k for the paper's features.
std::size_t full_size(const FeatureLayout& layout);
/// Returns the number of compact features: 1 + k for the paper's features.
std::size_t compact_size(const FeatureLayout& layout);
/// Returns whether the features are a linear function of fewer numbers, as with a table of differences.
bool folds(const FeatureLayout& layout);

struct CompactFeatures {
  FeatureLayout layout;
  Matrix values;  ///< [n, compact_size]
};

/// Returns those of the following that the router's features depend on: entropy in nats, the k = min(10,
/// classes) largest probabilities in descending order, and the one-hot predicted class. Requires a set with
/// outputs.
CompactFeatures compact_features(const predictions::PredictionSet& base, config::RouterFeatures features,
                                 config::PairFeatures pairs);

/// Returns [n, full_size]: with pairs, the entropy, the table row-major with entry (i, j) = p_i - p_j or p_i
/// * p_j, and the one-hot class if it is a feature; otherwise the compact features.
Matrix full_features(const CompactFeatures& compact);

/// Returns L with full = compact Lᵀ, [full_size, compact_size], for a layout that folds.
Matrix expansion(const FeatureLayout& layout);

}  // namespace hybrid::routing
