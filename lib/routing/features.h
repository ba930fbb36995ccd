#pragma once
// What the paper's router sees of the base: entropy and the 10 x 10 table of "correlations between the top 10
// predictions" (Kag et al. 2022, A.4.2), 101 numbers. The authors' code makes them pairwise differences of
// the ten largest softmax values; the literal reading as products is offered too.
//
// With differences, the 101 numbers are a linear image of eleven, u = [entropy, p1..p10]: x = L u. A first
// layer W (256 x 101) therefore acts exactly as W L (256 x 11), and even its training can be done on the
// eleven (router_fit.cpp). `compact_features` returns u, `expansion` returns L.

#include "config/router.h"
#include "predictions/prediction_set.h"
#include "routing/matrix.h"

namespace hybrid {

/// [n, 1 + k]: entropy in nats, then the k = min(10, classes) largest probabilities, descending.
/// Requires a set with outputs.
Matrix compact_features(const PredictionSet& base);

/// The paper's [n, 1 + k*k] features from the compact ones: entropy, then the table row-major, entry (i, j)
/// being p_i - p_j or p_i * p_j.
Matrix full_features(const Matrix& compact, PairFeatures pairs);

/// L with full = compact Lᵀ for PairFeatures::difference; [1 + k*k, 1 + k].
Matrix expansion(std::size_t k);

}  // namespace hybrid
