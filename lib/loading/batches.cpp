#include "loading/batches.h"

#include <algorithm>
#include <numeric>

#include "core/error.h"

namespace hybrid::loading {

Batches shuffled_batches(std::size_t n, std::size_t size, SeedTree seed) {
  HYBRID_CHECK(size > 0, "batches of no images");
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  Rng rng = seed.rng();
  rng.shuffle(std::span(order));
  const std::size_t batches = (n + size - 1) / size;
  Batches cut;
  for (std::size_t i = 0; i < batches; ++i) {
    const auto at = [&](std::size_t k) {
      return order.begin() + static_cast<std::ptrdiff_t>(k * n / batches);
    };
    cut.emplace_back(at(i), at(i + 1));
  }
  return cut;
}

Batches batches_in_order(std::span<const std::size_t> rows, std::size_t size) {
  HYBRID_CHECK(size > 0, "batches of no images");
  Batches cut;
  for (std::size_t at = 0; at < rows.size(); at += size) {
    const auto batch = rows.subspan(at, std::min(size, rows.size() - at));
    cut.emplace_back(batch.begin(), batch.end());
  }
  return cut;
}

}  // namespace hybrid::loading
