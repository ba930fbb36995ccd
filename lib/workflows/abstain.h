#pragma once
// `hybrid abstain`: the base alone, which abstains from the inputs with the highest scores
// (eval/abstention.h).

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "eval/abstention.h"
#include "eval/routing_problem.h"
#include "workflows/problem.h"

namespace hybrid::workflows {

/// Returns the problem of a base alone.
/// @param source files, whose cloud's sets are the base's
/// @param methods confidence measures and own scores of the base; empty: all of them
/// @throws as load_problem
LoadedProblem load_base_alone(const ProblemSource& source, std::vector<std::string> methods, Logger& log);

struct MethodAbstention {
  std::string method;
  bool is_for_routing = false;                 ///< its scores are fitted to the outcomes of routing
  double base_accuracy = 0;                    ///< of its base, without abstaining
  double optimal_aurc = 0, optimal_augrc = 0;  ///< of the best order at this accuracy
  eval::AbstentionResult result;
};

/// Evaluates the scored methods of that name, in the problem's order; all of them if `methods` is empty.
/// Requires utilities of 1 (right) and 0 (wrong).
/// @throws InvalidArgument for an unknown method, one without scores, or if there is none with scores
std::vector<MethodAbstention> abstain(const eval::RoutingProblem& problem,
                                      const std::vector<std::string>& methods,
                                      const std::vector<double>& coverages);

/// A cut of a risk-coverage curve.
struct RiskPoint {
  std::int64_t accepted = 0, errors = 0;
  double coverage = 0;
  std::optional<double> risk, threshold;  ///< std::nullopt if nothing is accepted
};

/// Every cut of one method.
struct RiskCurve {
  std::string method;
  std::vector<std::vector<RiskPoint>> folds;  ///< the cuts of each fold
};

/// Returns the curves of the same methods.
std::vector<RiskCurve> risk_curves(const eval::RoutingProblem& problem,
                                   const std::vector<std::string>& methods);

}  // namespace hybrid::workflows
