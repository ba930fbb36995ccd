#pragma once
// The paper's router: a small fully connected network with two outputs, r0 (keep) and r1 (send); the routing
// score is s = r1 - r0 and the default decision is s > 0 (Kag et al. 2022, section 2).

#include <cstdint>
#include <string>
#include <vector>

#include "config/router.h"
#include "core/seed.h"
#include "predictions/prediction_set.h"
#include "routing/features.h"
#include "routing/matrix.h"
#include "routing/route.h"

namespace hybrid::routing {

struct RouterLayer {
  Matrix weight;             ///< [outputs, inputs]
  std::vector<double> bias;  ///< [outputs]
  bool relu = true;
  bool operator==(const RouterLayer&) const = default;
};

struct RouterNet {
  FeatureLayout layout;
  /// Whether the first layer takes the compact features (features.h), eleven instead of 101.
  bool folded = false;
  std::vector<RouterLayer> layers;
  bool operator==(const RouterNet&) const = default;
};

/// Xavier-uniform weights and biases of 0.01, as the authors' code starts, on the features of `layout`.
/// Unfolded.
RouterNet make_router(const config::RouterConfig& config, const FeatureLayout& layout, SeedTree seed);

/// The same function on the compact features. Only for a layout that folds.
RouterNet fold(RouterNet net);

/// out = activation(inputs weightᵀ + bias), [rows, outputs].
void apply(const RouterLayer& layer, const Matrix& inputs, Matrix& out);

/// The features this net takes, from the compact ones.
Matrix inputs_for(const RouterNet& net, const CompactFeatures& compact);
/// [n, 2]: r0, r1.
Matrix forward(const RouterNet& net, const Matrix& inputs);
/// s = r1 - r0 for every example of a set with outputs, of as many classes as the net was made for.
RoutingScores router_scores(const RouterNet& net, const predictions::PredictionSet& base);
/// Multiply-accumulates for one input: 42,368 for the paper's 101-256-64-2, 19,328 folded.
std::int64_t macs(const RouterNet& net);
/// Weights and biases.
std::int64_t parameter_count(const RouterNet& net);

/// JSON with every weight at full precision, and back. @throws DataError naming `path` if the text is not a
/// router.
std::string to_json(const RouterNet& net);
RouterNet router_from_json(const std::string& text, const std::string& path);

}  // namespace hybrid::routing
