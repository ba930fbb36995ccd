#pragma once
// Joint choice of payload and threshold. The same base with the cloud's predictions on different payloads
// gives one routing problem each: a smaller payload costs less, so more inputs may be sent, but the cloud is
// right on fewer of them. The choice uses the tuning part alone, so it does not bias the results on the test
// part.

#include <optional>
#include <span>
#include <vector>

#include "eval/tuning.h"

namespace hybrid::eval {

/// One payload: the problem with the cloud's predictions on it, and its costs.
struct PayloadProblem {
  const RoutingProblem& problem;
  const Method& method;  ///< of that problem; scored, not cross-fitted
  const MethodCosts& costs;
};

/// Every payload, tuned to the same requirements.
struct PayloadChoice {
  std::vector<Tuning> tunings;  ///< in the order of the payloads
  /// The payload with the highest accuracy on the tuning part among those that meet the requirements; the
  /// first one in case of ties; std::nullopt if none meets them.
  std::optional<std::size_t> best;

  /// Returns the payload's point, or nullptr if it cannot meet the requirements.
  const TunedPoint* point(std::size_t payload) const { return std::get_if<TunedPoint>(&tunings[payload]); }
};

/// Tunes every payload and chooses one.
PayloadChoice choose_payload(const Requirements& requirements, std::span<const PayloadProblem> payloads,
                             const PointOptions& options = {});

}  // namespace hybrid::eval
