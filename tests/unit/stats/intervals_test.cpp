#include "stats/intervals.h"

#include <catch2/catch.hpp>
#include <limits>

#include "core/error.h"
#include "core/seed.h"
#include "reference/intervals.h"

using namespace hybrid;
using namespace hybrid::stats;

TEST_CASE("a mean has 1.96 standard errors on either side", "[stats]") {
  // 0, 0, 3, 3: mean 1.5, standard deviation 1.5.
  const Interval interval = normal_mean_interval(6, 18, 4);
  REQUIRE(interval.low == Approx(1.5 - 1.959964 * 0.75));
  REQUIRE(interval.high == Approx(1.5 + 1.959964 * 0.75));
  const Interval certain = normal_mean_interval(0.3, 0.03, 3);  // rounding makes the variance no less than 0
  REQUIRE((certain.low == Approx(0.1) && certain.high == Approx(0.1)));
  REQUIRE_THROWS_AS(normal_mean_interval(0, 0, 0), InternalError);
}

TEST_CASE("Wilson's interval has the published numbers", "[stats]") {
  const auto is = [](Interval interval, double low, double high) {
    return interval.low == Approx(low).margin(5e-5) && interval.high == Approx(high).margin(5e-5);
  };
  REQUIRE(is(wilson(8, 10), 0.4902, 0.9433));
  REQUIRE(is(wilson(81, 263), 0.2553, 0.3662));  // Newcombe 1998, table I
  REQUIRE(is(wilson(15, 148), 0.0624, 0.1605));
  REQUIRE(is(wilson(1, 29), 0.0061, 0.1718));
  REQUIRE(is(wilson(0, 20), 0, 0.1611));
  REQUIRE(is(wilson(29, 29), 0.8830, 1));
}

TEST_CASE("Wilson's interval ends exactly at 0 and 1 where all are alike", "[stats]") {
  for (int n = 1; n <= 3000; ++n) {
    REQUIRE(wilson(0, n).low == 0);
    REQUIRE(wilson(n, n).high == 1);
    REQUIRE(wilson(0, n).high == Approx(1 - wilson(n, n).low));
  }
}

TEST_CASE("Wilson's interval holds the share, also for an expected count", "[stats]") {
  for (double successes = 0; successes <= 7; successes += 0.125) {
    const Interval interval = wilson(successes, 7);
    REQUIRE((interval.low >= 0 && interval.low <= successes / 7));
    REQUIRE((interval.high <= 1 && interval.high >= successes / 7));
  }
}

TEST_CASE("a count beyond its number is a fault of the caller", "[stats]") {
  REQUIRE_THROWS_AS(wilson(0, 0), InternalError);
  REQUIRE_THROWS_AS(wilson(-1, 5), InternalError);
  REQUIRE_THROWS_AS(wilson(6, 5), InternalError);
  REQUIRE_THROWS_AS(wilson(std::numeric_limits<double>::quiet_NaN(), 5), InternalError);
}

TEST_CASE("a further draw lies in the central 95 % with that probability", "[stats]") {
  // Draws 1 to 999: between two neighbours lies a thousandth of what is to come.
  std::vector<double> sample(999);
  for (std::size_t i = 0; i < sample.size(); ++i) sample[i] = static_cast<double>((i * 5) % 999 + 1);
  REQUIRE(central_95(sample).low == Approx(25));
  REQUIRE(central_95(sample).high == Approx(975));
  sample.assign({3, 1, 2, 4, 5, 6, 7, 8, 9, 10});
  REQUIRE(central_95(sample).low == 1);
  REQUIRE(central_95(sample).high == 10);
  sample.clear();
  for (int i = 0; i < 59; ++i) sample.push_back(i);
  REQUIRE(central_95(sample).low == Approx(0.5));
  REQUIRE(central_95(sample).high == Approx(57.5));
  REQUIRE(central_95({4}).low == 4);
  REQUIRE(central_95({4}).high == 4);
  REQUIRE_THROWS_AS(central_95({}), InternalError);
}

TEST_CASE("McNemar's exact test has its textbook numbers", "[stats]") {
  REQUIRE(mcnemar_exact(0, 0) == 1);
  REQUIRE(mcnemar_exact(5, 15) == Approx(0.04138946533203125));
  REQUIRE(mcnemar_exact(15, 5) == mcnemar_exact(5, 15));
  REQUIRE(mcnemar_exact(7, 7) == 1);
  REQUIRE(mcnemar_exact(0, 6) == Approx(0.03125));
}

TEST_CASE("McNemar's exact test equals counting in integers", "[stats]") {
  for (std::int64_t first = 0; first <= 31; ++first)
    for (std::int64_t second = 0; second <= 31; ++second)
      REQUIRE(mcnemar_exact(first, second) == Approx(reference::mcnemar_exact(first, second)).epsilon(1e-11));
}

TEST_CASE("McNemar's exact test stands large counts", "[stats]") {
  // The normal approximation with continuity correction: z = (400 - 1) / sqrt(200400) gives 0.3728.
  REQUIRE(mcnemar_exact(100000, 100400) == Approx(0.3728).margin(5e-4));
  REQUIRE(mcnemar_exact(0, 5000) == 0);
}
