#include "stats/bootstrap.h"

#include <catch2/catch.hpp>

#include "core/error.h"

using namespace hybrid;
using namespace hybrid::stats;

TEST_CASE("intervals of means come from the same resamples as everything else", "[stats]") {
  Rng rng(5);
  const std::size_t n = 30, resamples = 200;
  std::vector<std::vector<double>> values(2, std::vector<double>(n));
  for (auto& quantity : values)
    for (auto& v : quantity) v = rng.uniform(-1, 1);
  const auto intervals = bootstrap_means(values, resamples, SeedTree(3));
  REQUIRE(intervals.size() == 2);
  for (std::size_t q = 0; q < 2; ++q) {
    std::vector<double> means;
    for (std::size_t r = 0; r < resamples; ++r) {
      Rng draws = SeedTree(3).at("bootstrap", r).rng();
      double sum = 0;
      for (std::size_t i = 0; i < n; ++i) sum += values[q][draws.below(n)];
      means.push_back(sum / n);
    }
    REQUIRE(intervals[q].low == Approx(central_95(means).low).margin(1e-12));
    REQUIRE(intervals[q].high == Approx(central_95(means).high).margin(1e-12));
  }
}

TEST_CASE("means of nothing have no intervals, means of unequal lengths are our fault", "[stats]") {
  REQUIRE(bootstrap_means({}, 100, SeedTree(1)).empty());
  const std::vector<std::vector<double>> unequal{{1, 2}, {1}};
  REQUIRE_THROWS_AS(bootstrap_means(unequal, 100, SeedTree(1)), InternalError);
}
