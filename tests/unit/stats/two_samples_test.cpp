#include "stats/two_samples.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "core/error.h"
#include "core/seed.h"

using namespace hybrid;
using namespace hybrid::stats;

TEST_CASE("the test of two shares is the pooled z-test's upper tail", "[stats]") {
  // z = 0.15 / sqrt(0.775 * 0.225 * 0.02) = 2.54000254...
  REQUIRE(larger_share_p({85, 100}, {70, 100}) == Approx(0.005542583190301342));
  REQUIRE(larger_share_p({70, 100}, {85, 100}) == Approx(1 - 0.005542583190301342));
  REQUIRE(larger_share_p({7, 10}, {70, 100}) == Approx(0.5));
  REQUIRE(larger_share_p({5, 5}, {3, 3}) == 1);
  REQUIRE(larger_share_p({0, 5}, {0, 3}) == 1);
}

TEST_CASE("Newcombe's interval has the published numbers", "[stats]") {
  // Newcombe 1998, "Interval estimation for the difference between independent proportions", table II,
  // method 10.
  const Interval interval = share_difference_interval({56, 70}, {48, 80}, kZ95);
  REQUIRE(interval.low == Approx(0.0524).margin(5e-5));
  REQUIRE(interval.high == Approx(0.3339).margin(5e-5));
  const Interval none = share_difference_interval({10, 10}, {0, 20}, kZ95);
  REQUIRE(none.low == Approx(0.6791).margin(5e-5));
  REQUIRE(none.high == 1);
}

TEST_CASE("the Kolmogorov-Smirnov test has SciPy's distance and nearly its exact p", "[stats]") {
  const auto small = kolmogorov_smirnov({0.1, 0.4, 0.35, 0.8, 0.9, 0.2, 0.55},
                                        {0.5, 0.7, 0.95, 0.85, 0.65, 0.3, 0.45, 0.75, 0.99});
  REQUIRE(small.distance == Approx(0.4603174603174603));
  REQUIRE(small.p == Approx(0.2763018362389918));  // scipy.special.kolmogorov of the corrected distance
  REQUIRE(small.p == Approx(0.27010489510489516).epsilon(0.03));  // ks_2samp(method='exact')
  std::vector<double> x, y;
  for (int i = 0; i < 1000; ++i) x.push_back(i / 1000.0);
  for (int i = 0; i < 800; ++i) y.push_back(std::pow(i / 800.0, 1.1));
  REQUIRE(kolmogorov_smirnov(x, y).distance == Approx(0.03625));
  REQUIRE(kolmogorov_smirnov(x, y).p == Approx(0.5906552465836722).epsilon(0.01));
}

TEST_CASE("the Kolmogorov-Smirnov distance is the largest gap at any value, ties and infinities included",
          "[stats]") {
  constexpr double inf = std::numeric_limits<double>::infinity();
  REQUIRE(kolmogorov_smirnov({1, 1, 1}, {1, 1}).distance == 0);
  REQUIRE(kolmogorov_smirnov({1, 1, 1}, {1, 1}).p == 1);
  REQUIRE(kolmogorov_smirnov({1, 2}, {3, 4}).distance == 1);
  REQUIRE(kolmogorov_smirnov({-inf, 0}, {0, inf}).distance == 0.5);
  REQUIRE_THROWS_AS(kolmogorov_smirnov({}, {1}), InternalError);
  Rng rng = SeedTree(1).at("ks").rng();
  for (int repeat = 0; repeat < 50; ++repeat) {
    std::vector<double> a, b;
    for (std::uint64_t i = 0, n = 1 + rng.below(6); i < n; ++i)
      a.push_back(static_cast<double>(rng.below(4)));
    for (std::uint64_t i = 0, n = 1 + rng.below(6); i < n; ++i)
      b.push_back(static_cast<double>(rng.below(4)));
    double largest = 0;
    for (double value = 0; value < 4; ++value) {
      const auto below = [&](const std::vector<double>& v) {
        return static_cast<double>(std::ranges::count_if(v, [&](double x) { return x <= value; })) /
               static_cast<double>(v.size());
      };
      largest = std::max(largest, std::abs(below(a) - below(b)));
    }
    REQUIRE(kolmogorov_smirnov(a, b).distance == Approx(largest).margin(1e-15));
  }
}
