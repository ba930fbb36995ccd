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

/// Returns the names that `--methods` accepts, in the order of the report. Own scores are accepted, too.
const std::vector<std::string>& method_names();

/// Returns the names of the methods on the base of a trained hybrid, in the order of its report. Its router
/// is not among them, because it is trained and not fitted here.
const std::vector<std::string>& trained_method_names();

/// Checks that method_names() contains the names, except those of own scores.
/// @throws InvalidArgument for an unknown name, with a suggestion
void check_method_names(const std::vector<std::string>& names);

/// Returns whether one of the methods (empty: all) needs ReadOptions::keep_logits of the base.
bool needs_logits(const std::vector<std::string>& methods);

struct MethodOptions {
  std::vector<std::string> methods;  ///< empty: all, with the own scores of the base's sets
  config::RouterConfig router;       ///< of the paper's router, fitted on the tuning split
  Utility utility = {};              ///< of a prediction
  bool certify = false;              ///< keep a part of the tuning part from every fit
};

/// Scores every method on both splits; learned routers are fitted on `tune` alone. `skipped` lists the
/// methods that cannot be computed, with the reasons.
/// @throws InvalidArgument for an unknown method name or an own score that the sets do not have
/// @throws DataError if only one part has an own score, the outputs of the two bases differ in the number of
/// classes, or the utility does not fit the data
RoutingProblem make_routing_problem(const predictions::PredictionPair& tune,
                                    const predictions::PredictionPair& test, const MethodOptions& options,
                                    SeedTree seed, Logger& log);

/// Returns the method of a fitted router on the base's outputs.
Method router_method(const routing::RouterNet& net, const predictions::PredictionSet& tune,
                     const predictions::PredictionSet& test);

/// Returns the SHA-256 of the labels, ids and weights, as far as given: equal for the same examples in the
/// same order.
std::string fingerprint(const predictions::PredictionPair& pair);

/// Adds a base variant with its on_device row and the confidence measures, named with the suffix
/// ("entropy_before"). The first variant added has the suffix "". For a cross-fitted problem (the caller
/// fills in `half`), `tune` and `test` are the same pair.
void add_base_variant(RoutingProblem& problem, const std::string& suffix,
                      const predictions::PredictionPair& tune, const predictions::PredictionPair& test);

}  // namespace hybrid::eval
