#include "routing/ranking.h"

#include <algorithm>
#include <numeric>

namespace hybrid::routing {

std::vector<std::size_t> by_descending_score(std::span<const double> scores) {
  std::vector<std::size_t> rows(scores.size());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  std::ranges::sort(rows, [&](std::size_t a, std::size_t b) {
    return scores[a] != scores[b] ? scores[a] > scores[b] : a < b;
  });
  return rows;
}

}  // namespace hybrid::routing
