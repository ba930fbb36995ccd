#pragma once
// What the paper's router sees of the base: entropy and the 10 x 10 table of "correlations between the top 10
// predictions" (Kag et al. 2022, A.4.2), 101 numbers. The authors' code makes them pairwise differences of
// the ten largest softmax values; the literal reading as products is offered too, and so are parts of them,
// to see what each is good for.
//
// With differences, the 101 numbers are a linear image of eleven, u = [entropy, p1..p10]: x = L u. A first
// layer W (256 x 101) therefore acts exactly as W L (256 x 11), and even its training can be done on the
// eleven (router_fit.cpp). `compact_features` returns u, `expansion` returns L.

#include "config/router.h"
#include "predictions/prediction_set.h"
#include "routing/matrix.h"

namespace hybrid::routing {

/// Which features a router sees, and of how many probabilities and classes they are made.
struct FeatureLayout {
  config::RouterFeatures features = config::RouterFeatures::entropy_pairs;
  config::PairFeatures pairs = config::PairFeatures::difference;  ///< where the features have pairs
  std::size_t top_k = 10;                                         ///< largest probabilities
  std::size_t classes = 0;  ///< of the one-hot class; 0 where the features have none
  bool operator==(const FeatureLayout&) const = default;
};

/// The layout for a base with those outputs.
FeatureLayout layout_of(config::RouterFeatures features, config::PairFeatures pairs,
                        const predictions::PredictionSet& base);

/// Numbers a router sees of an input: 1 + k*k for the paper's features.
std::size_t full_size(const FeatureLayout& layout);
/// Numbers they are made of: 1 + k for the paper's features.
std::size_t compact_size(const FeatureLayout& layout);
/// Whether the features are a linear image of fewer numbers: those with a table of differences.
bool folds(const FeatureLayout& layout);

struct CompactFeatures {
  FeatureLayout layout;
  Matrix values;  ///< [n, compact_size]
};

/// As far as the router's features are made of them: entropy in nats, the k = min(10, classes) largest
/// probabilities in falling order, and for each class whether it is the predicted one.
/// Requires a set with outputs.
CompactFeatures compact_features(const predictions::PredictionSet& base, config::RouterFeatures features,
                                 config::PairFeatures pairs);

/// [n, full_size]: where there are pairs, the entropy, then the table row-major, entry (i, j) being p_i - p_j
/// or p_i * p_j, then the one-hot class if that is a feature; else the compact features.
Matrix full_features(const CompactFeatures& compact);

/// L with full = compact Lᵀ, for a layout that folds; [full_size, compact_size].
Matrix expansion(const FeatureLayout& layout);

}  // namespace hybrid::routing
