#pragma once
// The methods of a problem that can be had as C for a device.

#include <string>

#include "eval/routing_problem.h"
#include "routing/router_c.h"

namespace hybrid::eval {

/// Returns why there is no C for the method; empty if there is.
std::string export_missing(const RoutingProblem& problem, const Method& method);

/// A method in C, with how much float may change its score.
struct ExportedRouter {
  routing::RouterC files;
  double float_error = 0;
};

/// Returns the C of a method for which export_missing is empty.
/// @param threshold send if and only if score > threshold
/// @param origin, names as for routing::router_c
ExportedRouter exported_router(const RoutingProblem& problem, const Method& method, double threshold,
                               const std::string& origin, const routing::RouterCNames& names);

}  // namespace hybrid::eval
