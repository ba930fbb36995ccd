#pragma once
// Payload and threshold chosen together. The same base with the cloud's answers on different payloads makes
// one routing problem each: a smaller payload costs less, so more inputs may be sent, and the cloud is right
// on fewer of them. The choice is made on the tuning part alone, so what is reported of the test part is not
// made better by having chosen.

#include <optional>
#include <span>

#include "eval/tuning.h"

namespace hybrid::eval {

/// Of the payloads that meet the requirements the one with the largest accuracy on the tuning part, of equal
/// ones the first; nothing if there is none. Requires scored methods that are not cross-fitted.
std::optional<std::size_t> best_payload(std::span<const Tuning> tunings);

}  // namespace hybrid::eval
