#pragma once
// Accuracy by latency budget, shared by Tables 2, 3 and 10.

#include <array>

#include "cost/system_cost.h"

namespace hybrid::reproduce {

struct Budget {
  const char* column;
  double latency_ms;
};
/// The budgets of Table 3 at which inputs are routed.
inline constexpr std::array kTable3Budgets{Budget{"600", 600}, Budget{"1000", 1000}, Budget{"1400", 1400},
                                           Budget{"1600", 1600}};

/// Returns the coverage that a budget allows: .8, .6, .4 and .3 with the profile of Table 3.
double coverage_at(const cost::SystemCost& cost, const Budget& budget);

}  // namespace hybrid::reproduce
