#include "stats/reliability.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "core/error.h"
#include "core/seed.h"

using namespace hybrid;
using namespace hybrid::stats;

namespace {

std::vector<double> counting(std::size_t n) {
  std::vector<double> values(n);
  for (std::size_t i = 0; i < n; ++i) values[i] = static_cast<double>(i);
  return values;
}

}  // namespace

TEST_CASE("a bin holds the means of its examples, in the order of the predictions", "[stats]") {
  // Two examples to a bin: 0 and 1, 2 and 3, ...
  std::vector<double> predicted = counting(30), observed(30, 0.0);
  std::ranges::reverse(predicted);
  observed[0] = 7;  // of prediction 29
  const auto bins = reliability(predicted, observed);
  REQUIRE(bins.size() == 15);
  REQUIRE((bins[0].count == 2 && bins[0].predicted == 0.5 && bins[0].observed == 0));
  REQUIRE((bins[14].predicted == 28.5 && bins[14].observed == 3.5));
}

TEST_CASE("equal predictions are never parted", "[stats]") {
  std::vector<double> predicted(100, 0.25), observed(100, 0.0);
  std::fill_n(predicted.begin(), 3, 0.75);
  observed[0] = 1;
  const auto bins = reliability(predicted, observed);
  REQUIRE(bins.size() == 2);
  REQUIRE((bins[0].count == 97 && bins[0].predicted == 0.25 && bins[0].observed == 0));
  REQUIRE((bins[1].count == 3 && bins[1].observed == Approx(1.0 / 3)));
}

TEST_CASE("bins are as even as can be, also of few examples", "[stats]") {
  for (const std::size_t n : {1U, 2U, 14U, 15U, 16U, 100U, 1000U}) {
    const auto bins = reliability(counting(n), counting(n));
    REQUIRE(bins.size() == std::min<std::size_t>(n, kReliabilityBins));
    const auto [fewest, most] = std::ranges::minmax(bins, {}, &ReliabilityBin::count);
    REQUIRE(most.count - fewest.count <= 1);
  }
  REQUIRE(reliability({}, {}).empty());
}

TEST_CASE("the calibration error weighs bins by their examples", "[stats]") {
  const std::vector<ReliabilityBin> bins{{.count = 3, .predicted = 0.5, .observed = 0.25},
                                         {.count = 1, .predicted = 0.5, .observed = 1}};
  REQUIRE(*expected_calibration_error(bins) == (3 * 0.25 + 0.5) / 4);
  REQUIRE_FALSE(expected_calibration_error({}));
}

TEST_CASE("predictions that mean what they say have little error, twice as sure ones have more", "[stats]") {
  Rng rng(3);
  std::vector<double> predicted(20000), too_sure(20000), observed(20000);
  for (std::size_t i = 0; i < predicted.size(); ++i) {
    predicted[i] = rng.uniform();
    too_sure[i] = std::min(1.0, std::max(0.0, 0.5 + 2 * (predicted[i] - 0.5)));
    observed[i] = rng.uniform() < predicted[i] ? 1 : 0;
  }
  REQUIRE(*expected_calibration_error(reliability(predicted, observed)) < 0.02);
  // |too sure - true| is |p - 0.5| between 1/4 and 3/4, p or 1 - p beyond: 1/8 on average.
  REQUIRE(*expected_calibration_error(reliability(too_sure, observed)) == Approx(0.125).margin(0.01));
}

TEST_CASE("predictions and observations of unequal lengths are a fault of the caller", "[stats]") {
  REQUIRE_THROWS_AS(reliability(counting(2), counting(3)), InternalError);
}
