#include "reference/intervals.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/error.h"

namespace hybrid::reference {

double mcnemar_exact(std::int64_t only_first, std::int64_t only_second) {
  const std::int64_t n = only_first + only_second;
  HYBRID_CHECK(n <= 62, "{} examples", n);
  std::vector<std::uint64_t> row{1};
  for (std::int64_t i = 0; i < n; ++i) {
    row.push_back(0);
    for (std::size_t k = row.size() - 1; k > 0; --k) row[k] += row[k - 1];
  }
  std::uint64_t splits = 0;  // those of all 2^n that are at least as uneven as the observed one
  for (std::int64_t k = 0; k <= n; ++k)
    if (std::abs(2 * k - n) >= std::abs(only_first - only_second)) splits += row[static_cast<std::size_t>(k)];
  return std::ldexp(static_cast<double>(splits), -static_cast<int>(n));
}

}  // namespace hybrid::reference
