#pragma once

#include "cost/pareto_front.h"

namespace hybrid::reference {

/// By definition, comparing each choice with every other; ordered by cost, then value.
std::vector<std::size_t> pareto_front(std::span<const cost::CostAndValue> choices);

}  // namespace hybrid::reference
