#include "eval/ceilings.h"

#include <catch2/catch.hpp>

using namespace hybrid;

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
  const OutcomeShares shares{.base_accuracy = 0.6, .cloud_accuracy = 0.75, .helpful = 0.25, .harmful = 0.1};
  REQUIRE(ceiling_at_most(shares, 1) == 0.6);
  REQUIRE(ceiling_at_most(shares, 0.9) == Approx(0.7));
  REQUIRE(ceiling_at_most(shares, 0.75) == Approx(0.85));
  REQUIRE(ceiling_at_most(shares, 0.2) == Approx(0.85));
  REQUIRE(ceiling_at_most(shares, 0) == Approx(0.85));
  REQUIRE(ceiling_exactly(shares, 0.9) == Approx(0.7));
  REQUIRE(ceiling_exactly(shares, 0.2) == Approx(0.85));
  REQUIRE(ceiling_exactly(shares, 0.1) == Approx(0.85));
  REQUIRE(ceiling_exactly(shares, 0.05) == Approx(0.8));
  REQUIRE(ceiling_exactly(shares, 0) == Approx(0.75));
}
