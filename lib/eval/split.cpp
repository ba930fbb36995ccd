#include "eval/split.h"

#include <algorithm>
#include <map>

#include "core/error.h"

namespace hybrid {

Split stratified_split(std::span<const std::int32_t> labels, double fraction, SeedTree seed) {
  HYBRID_CHECK(fraction >= 0 && fraction <= 1, "fraction {}", fraction);
  std::map<std::int32_t, std::vector<std::size_t>> rows_of;
  for (std::size_t i = 0; i < labels.size(); ++i) rows_of[labels[i]].push_back(i);

  struct Quota {
    std::vector<std::size_t>* rows;
    std::size_t count;
    double remainder;
  };
  // 0.3 * 10 may be 2.9999999999999996; what is meant is 3. Only the total is put right: a label's missing
  // row then has the largest remainder, and the labels' floors never exceed the total.
  const double total = fraction * static_cast<double>(labels.size());
  auto missing = static_cast<std::size_t>(total * (1 + 1e-12));
  std::vector<Quota> quotas;
  for (auto& [label, rows] : rows_of) {
    Rng rng = seed.at("split", static_cast<std::uint64_t>(label)).rng();
    rng.shuffle(std::span(rows));
    const double exact = fraction * static_cast<double>(rows.size());
    const auto count = static_cast<std::size_t>(exact);
    quotas.push_back({&rows, count, exact - static_cast<double>(count)});
    missing -= count;
  }
  std::ranges::stable_sort(quotas, std::greater{}, &Quota::remainder);
  for (std::size_t i = 0; i < missing; ++i) ++quotas[i].count;

  Split split;
  for (const auto& quota : quotas) {
    const auto middle = quota.rows->begin() + static_cast<std::ptrdiff_t>(quota.count);
    split.first.insert(split.first.end(), quota.rows->begin(), middle);
    split.second.insert(split.second.end(), middle, quota.rows->end());
  }
  std::ranges::sort(split.first);
  std::ranges::sort(split.second);
  return split;
}

}  // namespace hybrid
