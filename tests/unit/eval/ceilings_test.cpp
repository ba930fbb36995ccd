#include "eval/ceilings.h"

#include <catch2/catch.hpp>

#include "unit/routing/tiny_sets.h"

using namespace hybrid;
using namespace hybrid::eval;

TEST_CASE("the paper's upper bound has the numbers of A.2", "[eval]") {
  // MCUNet (51.1 % rounded to 51) against MASS-600M (80 %) at the coverages of Table 3's latencies.
  REQUIRE(paper_upper_bound(0.51, 0.80, 0.9) == Approx(0.569184).margin(5e-7));
  REQUIRE(paper_upper_bound(0.51, 0.80, 0.8) == Approx(0.628367).margin(5e-7));
  REQUIRE(paper_upper_bound(0.51, 0.80, 0.6) == Approx(0.746735).margin(5e-7));
  REQUIRE(paper_upper_bound(0.51, 0.80, 0.4) == 0.80);
  REQUIRE(paper_upper_bound(0.51, 0.80, 0.0) == 0.80);
  REQUIRE(paper_upper_bound(0.51, 0.80, 1.0) == 0.51);
}

TEST_CASE("the paper's upper bound reproduces the row of Table 3", "[eval]") {
  // 51.1 % on the device, 79.9 % in the cloud, 200 ms always and 2000 ms if sent, at 600 and 1000 ms.
  REQUIRE(100 * paper_upper_bound(0.511, 0.799, 0.8) == Approx(62.8).margin(0.1));
  REQUIRE(100 * paper_upper_bound(0.511, 0.799, 0.6) == Approx(74.7).margin(0.1));
  REQUIRE(100 * paper_upper_bound(0.511, 0.799, 0.4) == Approx(79.9).margin(1e-9));
}

TEST_CASE("a base that makes no errors leaves nothing to gain", "[eval]") {
  REQUIRE(paper_upper_bound(1, 1, 0.5) == 1);
  REQUIRE(paper_upper_bound(1, 0.8, 0.5) == 0.8);
}

TEST_CASE("the true ceilings send what helps, and harm only if they must", "[eval]") {
  // Of 20: base 0.6, cloud 0.75, 5 helpful, 2 harmful.
  const DeferralCurve oracle =
      oracle_curve(test::outcomes_from("11111111111100000000", "00111111111111111000"));
  REQUIRE(ceiling_at_most(oracle, 1) == 0.6);
  REQUIRE(ceiling_at_most(oracle, 0.9) == Approx(0.7));
  REQUIRE(ceiling_at_most(oracle, 0.75) == Approx(0.85));
  REQUIRE(ceiling_at_most(oracle, 0.2) == Approx(0.85));
  REQUIRE(ceiling_at_most(oracle, 0) == Approx(0.85));
  REQUIRE(ceiling_exactly(oracle, 0.9) == Approx(0.7));
  REQUIRE(ceiling_exactly(oracle, 0.2) == Approx(0.85));
  REQUIRE(ceiling_exactly(oracle, 0.1) == Approx(0.85));
  REQUIRE(ceiling_exactly(oracle, 0.05) == Approx(0.8));
  REQUIRE(ceiling_exactly(oracle, 0) == Approx(0.75));
  REQUIRE(oracle.cuts.size() == 4);
  REQUIRE(coverage_of_all_help(oracle) == 0.75);
}

TEST_CASE("the largest gains go first, losses never unless they must", "[eval]") {
  // Gains 2, 0.5, 0, -1.
  const DeferralCurve oracle = oracle_curve({.base_value = {1, 0, 0, 1}, .cloud_value = {1, 2, 0.5, 0}});
  REQUIRE(ceiling_at_most(oracle, 1) == 0.5);
  REQUIRE(ceiling_at_most(oracle, 0.75) == 1);
  REQUIRE(ceiling_at_most(oracle, 0.5) == 1.125);
  REQUIRE(ceiling_at_most(oracle, 0) == 1.125);
  REQUIRE(ceiling_exactly(oracle, 0) == 0.875);
  REQUIRE(coverage_of_all_help(oracle) == 0.5);
}

TEST_CASE("where the cloud never helps, the ceiling is to send nothing", "[eval]") {
  const DeferralCurve oracle = oracle_curve(test::outcomes_from("111", "010"));
  REQUIRE(coverage_of_all_help(oracle) == 1);
  REQUIRE(ceiling_at_most(oracle, 0.2) == 1);
}
