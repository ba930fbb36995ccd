#pragma once
// Joint choice of payload and threshold. The same base with the cloud's predictions on different payloads
// gives one routing problem each: a smaller payload costs less, so more inputs may be sent, but the cloud is
// right on fewer of them. The choice uses the tuning part alone, so it does not bias the results on the test
// part.

#include <optional>
#include <span>

#include "eval/tuning.h"

namespace hybrid::eval {

/// Returns the payload with the highest accuracy on the tuning part among those that meet the requirements;
/// the first one in case of ties. Requires scored methods that are not cross-fitted.
/// @return std::nullopt if no payload meets the requirements
std::optional<std::size_t> best_payload(std::span<const Tuning> tunings);

}  // namespace hybrid::eval
