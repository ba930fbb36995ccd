#include "stats/ranks.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

#include "core/error.h"
#include "reference/ranks.h"

using namespace hybrid;
using namespace hybrid::stats;

namespace {

/// Table 6 of Demsar 2006: AUC of C4.5 and three variants on 14 data sets. "voting" has a digit more, so that
/// its third and fourth value are ranked as printed.
const std::vector<std::vector<double>> kDemsar{
    {0.763, 0.768, 0.771, 0.798},  {0.599, 0.591, 0.590, 0.569}, {0.954, 0.971, 0.968, 0.967},
    {0.628, 0.661, 0.654, 0.657},  {0.882, 0.888, 0.886, 0.898}, {0.936, 0.931, 0.916, 0.931},
    {0.661, 0.668, 0.609, 0.685},  {0.583, 0.583, 0.563, 0.625}, {0.775, 0.838, 0.866, 0.875},
    {1.000, 1.000, 1.000, 1.000},  {0.940, 0.962, 0.965, 0.962}, {0.619, 0.666, 0.614, 0.669},
    {0.972, 0.981, 0.9751, 0.975}, {0.957, 0.978, 0.946, 0.970}};

}  // namespace

TEST_CASE("the largest value has rank 1, and equal ones share their mean rank", "[stats]") {
  REQUIRE(ranks_of(std::vector<double>{0.5, 0.9, 0.5, 0.1}) == std::vector<double>{2.5, 1, 2.5, 4});
  REQUIRE(ranks_of(std::vector<double>{0.1 + 0.2, 0.3, 0.4}) == std::vector<double>{2.5, 2.5, 1});
  REQUIRE(ranks_of(std::vector<double>{7}) == std::vector<double>{1});
}

TEST_CASE("Demsar's worked example has his ranks and statistics", "[stats]") {
  const Friedman friedman = stats::friedman(kDemsar, SeedTree(1));
  const std::vector<double> printed{3.143, 2.000, 2.893, 1.964};
  for (std::size_t m = 0; m < 4; ++m) REQUIRE(friedman.average_ranks[m] == Approx(printed[m]).margin(5e-4));
  // He leaves ties out of account: three pairs and one group of four, sum (t³ - t) = 78 of 14 * 4 * 15.
  const double without_ties = friedman.chi2 * (1 - 78.0 / 840);
  REQUIRE(without_ties == Approx(9.28).margin(5e-3));
  REQUIRE(iman_davenport(without_ties, 4, 14) == Approx(3.69).margin(5e-3));
  REQUIRE(nemenyi_difference(4, 14) == Approx(1.25).margin(5e-3));
  REQUIRE(friedman.p > 0.005);
  REQUIRE(friedman.p < 0.03);  // 0.0197 by the F distribution without ties
}

TEST_CASE("the quantiles of the studentised range are the published ones", "[stats]") {
  // Table 5 (a) of Demsar 2006: q / sqrt(2) at 0.05 for 2 to 10 methods.
  const std::vector<double> table{1.960, 2.343, 2.569, 2.728, 2.850, 2.949, 3.031, 3.102, 3.164};
  for (std::size_t k = 2; k <= 10; ++k) {
    INFO(k);
    REQUIRE(studentised_range_95(k) / std::numbers::sqrt2 == Approx(table[k - 2]).margin(1e-3));
  }
  // scipy.stats.studentized_range.ppf(0.95, k, 1e7)
  REQUIRE(studentised_range_95(2) == Approx(2.771808).margin(1e-5));
  REQUIRE(studentised_range_95(3) == Approx(3.314493).margin(1e-5));
  REQUIRE(studentised_range_95(4) == Approx(3.633160).margin(1e-5));
}

TEST_CASE("ranks and Friedman's statistic are the naive ones on random tables with ties", "[stats]") {
  Rng rng(5);
  for (int round = 0; round < 200; ++round) {
    std::vector<std::vector<double>> values(2 + rng.below(6), std::vector<double>(2 + rng.below(5)));
    for (auto& row : values) {
      row.resize(values.front().size());
      for (auto& value : row) value = static_cast<double>(rng.below(4));
      REQUIRE(ranks_of(row) == reference::ranks_of(row));
    }
    const double naive = reference::friedman_chi2(values);
    const Friedman friedman = stats::friedman(values, SeedTree(1), 50);
    if (std::isnan(naive))
      REQUIRE((friedman.chi2 == 0 && friedman.p == 1));
    else
      REQUIRE(friedman.chi2 == Approx(naive).margin(1e-9));
  }
}

TEST_CASE("the permutations give the exact probability where it can be counted", "[stats]") {
  // Two methods, the first always better: of the 2^n orders two are as extreme.
  for (const std::size_t n : {2U, 3U, 5U}) {
    const std::vector<std::vector<double>> values(n, {1, 0});
    const Friedman friedman = stats::friedman(values, SeedTree(1), 20000);
    REQUIRE(friedman.p == Approx(2 / std::pow(2.0, static_cast<double>(n))).margin(0.015));
    REQUIRE(std::isinf(friedman.f));
  }
  const std::vector<std::vector<double>> equal(3, {1, 1, 1});
  REQUIRE(stats::friedman(equal, SeedTree(1)).p == 1);
  REQUIRE(stats::friedman(equal, SeedTree(1)).average_ranks == std::vector<double>{2, 2, 2});
}

TEST_CASE("equal methods are found to differ in about one of twenty tables", "[stats]") {
  Rng rng(11);
  int rejected = 0;
  for (int round = 0; round < 400; ++round) {
    std::vector<std::vector<double>> values(5, std::vector<double>(4));
    for (auto& row : values)
      for (auto& value : row) value = rng.uniform();
    rejected += stats::friedman(values, SeedTree(static_cast<std::uint64_t>(round)), 400).p <= 0.05;
  }
  REQUIRE(rejected >= 6);
  REQUIRE(rejected <= 34);
}

TEST_CASE("a table of one data set or one method is a fault of ours", "[stats]") {
  REQUIRE_THROWS_AS(stats::friedman(std::vector<std::vector<double>>{{1, 2}}, SeedTree(1)), InternalError);
  REQUIRE_THROWS_AS(studentised_range_95(1), InternalError);
}
