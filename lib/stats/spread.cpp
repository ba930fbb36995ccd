#include "stats/spread.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"

namespace hybrid::stats {

Spread spread_of(std::vector<double> values) {
  HYBRID_CHECK(!values.empty(), "no values");
  Spread result;
  const auto n = static_cast<double>(values.size());
  for (const double v : values) result.mean += v / n;
  double squares = 0;
  for (const double v : values) squares += (v - result.mean) * (v - result.mean);
  result.deviation = values.size() > 1 ? std::sqrt(squares / (n - 1)) : 0;
  result.smallest = std::ranges::min(values);
  result.values = std::move(values);
  return result;
}

}  // namespace hybrid::stats
