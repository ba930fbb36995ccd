#pragma once
// The methods of `hybrid evaluate`: from two models' prediction sets to a routing problem. To add a method
// that is computed from prediction sets, write its scores in routing/ and add it to the list in methods.cpp.

#include <string>
#include <vector>

#include "config/router.h"
#include "core/log.h"
#include "core/seed.h"
#include "cost/system_cost.h"
#include "eval/routing_problem.h"
#include "eval/utility.h"
#include "predictions/prediction_pair.h"
#include "routing/router_net.h"

namespace hybrid::eval {

/// All names that `--methods` knows, in the order in which they are reported.
const std::vector<std::string>& method_names();

/// @throws InvalidArgument for a name that method_names() does not have, with a suggestion
void check_method_names(const std::vector<std::string>& names);

/// Whether one of them (empty: all) needs ReadOptions::keep_logits of the base.
bool needs_logits(const std::vector<std::string>& methods);

struct MethodOptions {
  std::vector<std::string> methods;  ///< which; empty: all
  config::RouterConfig router;       ///< for the paper's router, fitted on the tuning split
  Utility utility = {};              ///< what an answer is worth
};

/// Scores every method on both splits; learned routers are fitted on `tune` alone. What cannot be computed is
/// listed in `skipped` with its reason. @throws InvalidArgument for an unknown method name, DataError if the
/// two bases' outputs have different numbers of classes or the utility does not fit the data.
RoutingProblem make_routing_problem(const predictions::PredictionPair& tune,
                                    const predictions::PredictionPair& test, const MethodOptions& options,
                                    SeedTree seed, Logger& log);

/// The method of a fitted router, on the base's outputs.
Method router_method(const routing::RouterNet& net, const predictions::PredictionSet& tune,
                     const predictions::PredictionSet& test);

/// SHA-256 of the labels, the ids and the weights, where given: the same for the same examples in the same
/// order.
std::string fingerprint(const predictions::PredictionPair& pair);

/// What both sets say of single inputs; the payload as the base's set has it, else the cloud's.
cost::MeasuredInputs measured_inputs(const predictions::PredictionPair& pair);

/// What the set's `meta.payload` says that was sent; nothing if it says nothing. @throws DataError for
/// another word
std::optional<cost::Payload> payload_of(const predictions::PredictionSet& set);

/// What the models' `meta` says about their cost: macs, input_bytes, the cloud's encoded_pixels or, of
/// features, encoded_values and device_macs; and the means of what was measured on single inputs.
/// @throws DataError for values that are no amounts, and encoded_values without device_macs
cost::Workload workload_of(const predictions::PredictionPair& pair);

/// Adds a base variant with its on_device row and the confidence measures, named with the suffix
/// ("entropy_before"). The first variant added is the one with suffix "". For a problem that is to be
/// cross-fitted (its `half` filled in by the caller), `tune` and `test` are the same pair.
void add_base_variant(RoutingProblem& problem, const std::string& suffix,
                      const predictions::PredictionPair& tune, const predictions::PredictionPair& test);

}  // namespace hybrid::eval
