#include "stats/bootstrap.h"

#include <algorithm>
#include <numeric>

#include "core/error.h"

namespace hybrid::stats {

void draw_resample(SeedTree seed, std::size_t resample, std::span<std::uint16_t> counts) {
  Rng rng = seed.at("bootstrap", resample).rng();
  std::ranges::fill(counts, std::uint16_t{0});
  for (std::size_t i = 0; i < counts.size(); ++i) ++counts[rng.below(counts.size())];
}

std::vector<Interval> bootstrap_means(std::span<const std::vector<double>> values, std::size_t resamples,
                                      SeedTree seed) {
  if (values.empty()) return {};
  const std::size_t n = values.front().size();
  for (const auto& v : values) HYBRID_CHECK(n > 0 && v.size() == n, "{} values, others have {}", v.size(), n);
  std::vector<std::uint16_t> counts(n);
  std::vector<std::vector<double>> means(values.size(), std::vector<double>(resamples));
  for (std::size_t r = 0; r < resamples; ++r) {
    draw_resample(seed, r, counts);
    for (std::size_t v = 0; v < values.size(); ++v)
      means[v][r] =
          std::inner_product(counts.begin(), counts.end(), values[v].begin(), 0.0) / static_cast<double>(n);
  }
  std::vector<Interval> intervals;
  for (auto& m : means) intervals.push_back(central_95(std::move(m)));
  return intervals;
}

}  // namespace hybrid::stats
