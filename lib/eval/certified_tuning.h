#pragma once
// tune() with a confidence: thresholds whose requirements hold on new data (eval/certificate.h).

#include <optional>
#include <span>

#include "eval/tuning.h"

namespace hybrid::eval {

/// Returns why a confidence does not apply; std::nullopt if it does, or if none is asked for.
std::optional<Refusal> refusal_to_certify(const Requirements& requirements, const RoutingProblem& problem,
                                          const Method& method, const PointOptions& options);

/// Chooses the threshold and measures it on test. Requires that a confidence is asked for and applies, and
/// that every budget has a price and allows to send nothing.
/// @param folds of this method, from certification_folds
/// @return a refusal if the examples cannot certify the requirements
Tuning tune_certified(const Requirements& requirements, const RoutingProblem& problem, const Method& method,
                      std::span<const Fold> folds, const MethodCosts& costs, const PointOptions& options);

}  // namespace hybrid::eval
