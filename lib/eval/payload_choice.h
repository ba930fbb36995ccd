#pragma once
// Payload and threshold chosen together. The same base with the cloud's answers on different payloads makes
// one routing problem each: a smaller payload costs less, so more inputs may be sent, and the cloud is right
// on fewer of them. The choice is made on the tuning part alone, so what is reported of the test part is not
// made better by having chosen.

#include <optional>
#include <span>

#include "eval/budgets.h"
#include "eval/operating_point.h"

namespace hybrid {

/// The answers' mean worth on the tuning part where what scores above the threshold is sent.
double accuracy_on_tuning_part(const RoutingProblem& problem, const Method& method, double threshold);

/// What one payload gives within the budgets.
struct PayloadPoint {
  OperatingPoint point;       ///< measured on the test part
  double tuned_accuracy = 0;  ///< on the tuning part: what payloads are chosen by
};

/// Nothing if the budgets cannot be met. Requires a scored method of a problem that is not cross-fitted, and
/// a price for each budget's resource.
std::optional<PayloadPoint> payload_point(const RoutingProblem& problem, const Method& method,
                                          const MethodCosts& costs, const Budgets& budgets);

/// The payload with the largest accuracy on the tuning part, of equal ones the first; nothing if there is
/// none.
std::optional<std::size_t> best_payload(std::span<const std::optional<PayloadPoint>> points);

}  // namespace hybrid
