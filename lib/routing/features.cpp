#include "routing/features.h"

#include <algorithm>

#include "core/error.h"

namespace hybrid {

Matrix compact_features(const PredictionSet& base) {
  HYBRID_CHECK(base.has_outputs(), "{} has no outputs", base.source);
  const auto k = static_cast<std::size_t>(base.top_k);
  Matrix features(base.size(), 1 + k);
  for (std::size_t i = 0; i < features.rows; ++i) {
    const auto row = features.row(i);
    row[0] = base.entropy[i];
    std::copy_n(base.top.begin() + static_cast<std::ptrdiff_t>(i * k), k, row.begin() + 1);
  }
  return features;
}

Matrix full_features(const Matrix& compact, PairFeatures pairs) {
  const std::size_t k = compact.cols - 1;
  Matrix full(compact.rows, 1 + k * k);
  for (std::size_t r = 0; r < compact.rows; ++r) {
    const auto u = compact.row(r);
    const auto x = full.row(r);
    x[0] = u[0];
    for (std::size_t i = 0; i < k; ++i)
      for (std::size_t j = 0; j < k; ++j)
        x[1 + i * k + j] = pairs == PairFeatures::difference ? u[1 + i] - u[1 + j] : u[1 + i] * u[1 + j];
  }
  return full;
}

Matrix expansion(std::size_t k) {
  Matrix l(1 + k * k, 1 + k);
  l(0, 0) = 1;
  for (std::size_t i = 0; i < k; ++i)
    for (std::size_t j = 0; j < k; ++j) {
      l(1 + i * k + j, 1 + i) += 1;
      l(1 + i * k + j, 1 + j) -= 1;
    }
  return l;
}

}  // namespace hybrid
