#include "stats/binomial.h"

#include <catch2/catch.hpp>
#include <tuple>
#include <vector>

#include "reference/binomial.h"

using namespace hybrid;
using namespace hybrid::stats;

TEST_CASE("the binomial tail is SciPy's", "[binomial]") {
  // scipy.stats.binom.sf(k - 1, n, p); beta.cdf(p, k, n + 1 - k) is the same
  const std::vector<std::tuple<std::size_t, std::size_t, double, double>> cases{
      {87, 100, 0.8, 0.04691223716078595},         {60, 100, 0.8, 0.9999987078157568},
      {4075, 5000, 0.8, 0.003956036176401512},     {1, 59, 0.05, 0.9515054747505768},
      {50123, 100000, 0.5, 0.21924140409707216},   {100, 100, 0.97, 0.04755250792540562},
      {999000, 1000000, 0.999, 0.5084093682207649}};
  for (const auto& [k, n, p, tail] : cases) {
    INFO(k << " of " << n << " at " << p);
    CHECK(binomial_tail(k, n, p) == Approx(tail).epsilon(1e-8));
  }
  CHECK(binomial_tail(0, 5, 0.3) == 1);
  CHECK(binomial_tail(6, 5, 0.3) == 0);
  CHECK(binomial_tail(1, 5, 0) == 0);
  CHECK(binomial_tail(5, 5, 1) == 1);
}

TEST_CASE("tails and counts are those of the naive sums", "[binomial]") {
  for (std::size_t n = 1; n <= 40; ++n)
    for (const double p : {0.0, 0.01, 0.2, 0.5, 0.77, 0.95, 0.999}) {
      for (std::size_t k = 0; k <= n; ++k) {
        INFO(k << " of " << n << " at " << p);
        CHECK(binomial_tail(k, n, p) == Approx(reference::binomial_tail(k, n, p)).margin(1e-13));
      }
      for (const double delta : {0.0123, 0.0456, 0.321}) {
        INFO(n << " at " << p << ", delta " << delta);
        CHECK(certifying_count(n, p, delta) == reference::certifying_count(n, p, delta));
      }
    }
}

TEST_CASE("the counts that certify a share", "[binomial]") {
  // The least k with scipy.stats.binom.sf(k - 1, n, share) <= delta
  CHECK(certifying_count(100, 0.8, 0.05) == 87U);
  CHECK(certifying_count(500, 0.8, 0.05) == 416U);
  CHECK(certifying_count(5000, 0.8, 0.05) == 4047U);
  CHECK(certifying_count(2500, 0.7, 0.01) == 1804U);
  // The known 59 of 95 per cent and 95 per cent.
  CHECK(certifying_count(59, 0.95, 0.05) == 59U);
  CHECK_FALSE(certifying_count(58, 0.95, 0.05));
  CHECK_FALSE(certifying_count(1000, 1, 0.05));
  CHECK(certifying_count(10, 0, 0.05) == 0U);
}

TEST_CASE("the share that a count shows is SciPy's, and the count shows it", "[binomial]") {
  // scipy.stats.beta.ppf(delta, k, n - k + 1)
  CHECK(clopper_pearson_lower(87, 100, 0.05) == Approx(0.8012802069575176).epsilon(1e-9));
  CHECK(clopper_pearson_lower(100, 100, 0.05) == Approx(0.9704869503929601).epsilon(1e-12));
  CHECK(clopper_pearson_lower(4400, 5000, 0.05) == Approx(0.8721761039533953).epsilon(1e-9));
  CHECK(clopper_pearson_lower(1, 10, 0.025) == Approx(0.0025285785444617848).epsilon(1e-9));
  CHECK(clopper_pearson_lower(0, 10, 0.05) == 0);
  for (const std::size_t k : {3U, 50U, 87U, 99U}) {
    const double share = clopper_pearson_lower(k, 100, 0.05);
    CHECK(certifying_count(100, share, 0.05).value() <= k);
    CHECK(certifying_count(100, share + 1e-9, 0.05).value_or(101) > k);
  }
}

TEST_CASE("examples_to_show is the number that would do", "[binomial]") {
  CHECK(examples_to_show(0.95, 1, 0.05) == 59U);
  CHECK(examples_to_show(0.99, 1, 0.05) == 299U);
  CHECK_FALSE(examples_to_show(0.9, 0.9, 0.05));
  CHECK_FALSE(examples_to_show(1, 1, 0.05));
  const std::size_t n = examples_to_show(0.8, 0.87, 0.05).value();
  CHECK(n > 60);
  CHECK(n < 140);
  CHECK(double(certifying_count(n, 0.8, 0.05).value()) <= 0.87 * double(n) + 1e-9);
}
