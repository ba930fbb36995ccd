#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace hybrid {

/// What a choice costs and what it is worth.
struct CostAndValue {
  double cost = 0;
  double value = 0;
};

/// The choices that none is better than: places of those for which no other costs as little or less and is
/// worth as much or more, one of the two strictly. By rising cost and value; of equal ones the first. O(n log
/// n). Tested against the definition on every list of up to five choices.
std::vector<std::size_t> pareto_front(std::span<const CostAndValue> choices);

}  // namespace hybrid
