#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace hybrid::routing {

/// Rows by falling score, equal scores by row, so that sums along them do not depend on how a sort treats
/// ties.
std::vector<std::size_t> by_falling_score(std::span<const double> scores);

}  // namespace hybrid::routing
