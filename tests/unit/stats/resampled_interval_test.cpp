#include "stats/resampled_interval.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "core/error.h"
#include "core/seed.h"

using namespace hybrid;
using namespace hybrid::stats;

TEST_CASE("Student's t has the published quantiles", "[stats]") {
  const auto is = [](int degrees, double quantile) {
    return student_t_975(degrees) == Approx(quantile).margin(5e-4);
  };
  REQUIRE((is(1, 12.706) && is(2, 4.303) && is(3, 3.182) && is(4, 2.776) && is(9, 2.262)));
  REQUIRE((is(19, 2.093) && is(30, 2.042) && is(120, 1.980) && is(100000, 1.960)));
  REQUIRE_THROWS_AS(student_t_975(0), InternalError);
}

TEST_CASE("the interval is the corrected variance's, and wider than that of independent repeats", "[stats]") {
  const Spread spread = spread_of({1, 2, 3, 4, 5});  // variance 2.5
  const Interval independent = resampled_interval(spread, 0);
  REQUIRE(independent.high - 3 == Approx(2.776445 * std::sqrt(2.5 / 5)));
  const Interval halves = resampled_interval(spread, 0.5);
  REQUIRE(halves.high - 3 == Approx(2.776445 * std::sqrt(2.5 * (1 / 5.0 + 1))));
  REQUIRE(3 - halves.low == Approx(halves.high - 3));
  REQUIRE(resampled_interval(spread, 0.5, 1).high - 3 == Approx(2.776445 * std::sqrt(2.5 * 1.2 + 1)));
  REQUIRE(resampled_interval(spread_of({2, 2}), 0.5).low == 2);
  REQUIRE_THROWS_AS(resampled_interval(spread_of({2}), 0.5), InternalError);
  REQUIRE_THROWS_AS(resampled_interval(spread, 1), InternalError);
}

TEST_CASE("over repeated splits of many samples the interval holds the truth about 95 times in 100",
          "[stats]") {
  constexpr std::size_t kSamples = 1000, kExamples = 90, kRepeats = 20;
  const std::size_t n_test = GENERATE(30U, 45U, 60U);
  std::size_t held = 0, held_by_independent = 0;
  Rng rng(n_test);
  for (std::size_t s = 0; s < kSamples; ++s) {
    // Per example the difference of two rules: -1, 0 or 1, on average 0.1.
    std::vector<double> differences(kExamples);
    for (auto& d : differences) {
      const auto draw = rng.below(10);
      d = draw < 3 ? 1 : draw < 5 ? -1 : 0;
    }
    std::vector<double> means;
    for (std::size_t r = 0; r < kRepeats; ++r) {
      rng.shuffle(std::span(differences));
      means.push_back(
          std::accumulate(differences.begin(), differences.begin() + static_cast<long>(n_test), 0.0) /
          static_cast<double>(n_test));
    }
    const Spread spread = spread_of(std::move(means));
    const auto holds = [](Interval interval) { return interval.low <= 0.1 && 0.1 <= interval.high; };
    held += holds(resampled_interval(spread, static_cast<double>(n_test) / kExamples)) ? 1U : 0U;
    held_by_independent += holds(resampled_interval(spread, 0)) ? 1U : 0U;
  }
  INFO(held << " and " << held_by_independent << " of " << kSamples);
  REQUIRE((held >= 920 && held <= 970));
  REQUIRE(held_by_independent < 650);
}
