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
  /// Whether the first layer uses the compact features (features.h), eleven instead of 101.
  bool folded = false;
  std::vector<RouterLayer> layers;
  bool operator==(const RouterNet&) const = default;
};

/// Returns an unfolded net on the features of `layout` with the authors' initialisation: Xavier-uniform
/// weights and biases of 0.01.
RouterNet make_router(const config::RouterConfig& config, const FeatureLayout& layout, SeedTree seed);

/// Returns the equivalent net on the compact features. Requires a layout that folds.
RouterNet fold(RouterNet net);

/// Computes out = activation(inputs weightᵀ + bias), [rows, outputs].
void apply(const RouterLayer& layer, const Matrix& inputs, Matrix& out);

/// Returns the features this net uses, from the compact ones.
Matrix inputs_for(const RouterNet& net, const CompactFeatures& compact);
/// Returns the outputs r0 and r1, [n, 2].
Matrix forward(const RouterNet& net, const Matrix& inputs);
/// Returns s = r1 - r0 for every example. Requires a set with outputs of as many classes as the net was made
/// for.
RoutingScores router_scores(const RouterNet& net, const predictions::PredictionSet& base);
/// Returns the multiply-accumulates for one input: 42,368 for the paper's 101-256-64-2, 19,328 folded.
std::int64_t macs(const RouterNet& net);
/// Returns the number of weights and biases.
std::int64_t parameter_count(const RouterNet& net);

/// Converts to and from JSON with full precision.
/// @throws DataError naming `path` if the text is not a router
std::string to_json(const RouterNet& net);
RouterNet router_from_json(const std::string& text, const std::string& path);

}  // namespace hybrid::routing
