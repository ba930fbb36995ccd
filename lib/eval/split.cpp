#include "eval/split.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "core/error.h"

namespace hybrid::eval {

Split stratified_split(std::span<const std::int32_t> labels, double fraction, SeedTree seed) {
  HYBRID_CHECK(fraction >= 0 && fraction <= 1, "fraction {}", fraction);
  std::map<std::int32_t, std::vector<std::size_t>> rows_of;
  for (std::size_t i = 0; i < labels.size(); ++i) rows_of[labels[i]].push_back(i);

  struct Quota {
    std::vector<std::size_t>* rows;
    std::size_t count;
    double remainder;
  };
  // 0.3 * 10 may be 2.9999999999999996 where 3 is meant. Correcting the total suffices: the label that lacks
  // a row then has the largest remainder, and the labels' floors never exceed the total.
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

std::vector<std::size_t> stratified_sample(std::span<const std::int32_t> labels, std::size_t count,
                                           SeedTree seed) {
  const std::size_t n = labels.size();
  std::vector<std::size_t> rows(n);
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  if (count >= n) return rows;
  // Systematic sampling: the rows are shuffled within labels and concatenated by label, then taken at a
  // constant step from a random start. The rows of a label are contiguous, so it is sampled in proportion to
  // its frequency.
  Rng rng = seed.at("sample").rng();
  rng.shuffle(std::span(rows));
  std::ranges::stable_sort(rows, {}, [&](std::size_t row) { return labels[row]; });
  const double step = static_cast<double>(n) / static_cast<double>(count);
  const double start = rng.uniform();
  std::vector<std::size_t> sample;
  for (std::size_t i = 0; i < count; ++i)
    sample.push_back(
        rows[std::min(n - 1, static_cast<std::size_t>((static_cast<double>(i) + start) * step))]);
  std::ranges::sort(sample);
  return sample;
}

}  // namespace hybrid::eval
