#pragma once

#include <string>
#include <vector>

#include "eval/routing_problem.h"

namespace hybrid {

/// The few scored methods that tables for people show where all would be too many: auto, router, max_prob and
/// entropy on the first base, of those that are there. metrics.json has all.
std::vector<std::string> main_methods(const RoutingProblem& problem);

}  // namespace hybrid
