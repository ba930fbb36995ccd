#pragma once

#include <algorithm>
#include <cmath>

#include "core/seed.h"
#include "routing/matrix.h"

namespace hybrid::test {

/// Compact router features (routing/features.h) of `n` random answers over k classes, from sure to unsure.
inline Matrix random_compact(std::size_t n, std::size_t k, Rng& rng) {
  Matrix compact(n, 1 + k);
  for (std::size_t r = 0; r < n; ++r) {
    const auto row = compact.row(r);
    const double sharpness = rng.uniform(0.2, 4);
    double sum = 0;
    for (std::size_t i = 1; i <= k; ++i) sum += row[i] = std::exp(sharpness * rng.normal());
    for (std::size_t i = 1; i <= k; ++i) row[0] -= (row[i] /= sum) * std::log(row[i]);
    std::ranges::sort(row.subspan(1), std::ranges::greater{});
  }
  return compact;
}

}  // namespace hybrid::test
