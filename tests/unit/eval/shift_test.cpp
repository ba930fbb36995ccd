#include "eval/shift.h"

#include "stats/two_samples.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "core/seed.h"
#include "support/tiny_problem.h"

using namespace hybrid;
using namespace hybrid::eval;

namespace {

/// Normal scores, on test moved by `shift`.
RoutingProblem shifted(double shift) {
  Rng rng = SeedTree(3).at("shift").rng();
  RoutingProblem problem{.variants = {{}}};
  Method method{.measure = "max_prob"};
  for (int i = 0; i < 1000; ++i) {
    method.tune.push_back(rng.normal());
    method.test.push_back(rng.normal() + shift);
    problem.variants[0].tune.base_value.push_back(1);
    problem.variants[0].tune.cloud_value.push_back(0);
    problem.variants[0].test.base_value.push_back(0);
    problem.variants[0].test.cloud_value.push_back(1);
  }
  problem.methods.push_back(std::move(method));
  return problem;
}

const std::vector<std::string> kMaxProb{"max_prob"};
const std::vector<double> kCoverages{0.8};

}  // namespace

TEST_CASE("the standard error is that of two independent samples", "[eval]") {
  REQUIRE(stats::coverage_standard_error(0.5, 100, 100) == Approx(std::sqrt(0.25 / 50)));
  REQUIRE(stats::coverage_standard_error(0.9, 50, 200) == Approx(std::sqrt(0.09 * (0.02 + 0.005))));
  REQUIRE(stats::coverage_standard_error(1, 50, 200) == 0);
}

TEST_CASE("a threshold is followed from the tuning part to the test part", "[eval]") {
  const RoutingProblem problem = test::tiny_problem();
  const std::vector<std::string> entropy{"entropy"};
  const CarriedThreshold row = carried_thresholds(problem, entropy, kCoverages).front();
  // Tuned to 0.4: four of five are kept on tune, eight of ten on test.
  REQUIRE(row.tuned_coverage == 0.8);
  REQUIRE(row.coverage == 0.8);
  REQUIRE(row.tune_accuracy == 0.8);
  REQUIRE(row.test_accuracy == 0.8);
  REQUIRE(row.deviation == 0.0);
}

TEST_CASE("samples of one kind are not called shifted, others are", "[eval]") {
  REQUIRE_FALSE(carried_thresholds(shifted(0), kMaxProb, kCoverages).front().is_shifted());
  const CarriedThreshold moved = carried_thresholds(shifted(0.5), kMaxProb, kCoverages).front();
  REQUIRE(moved.is_shifted());
  REQUIRE(moved.coverage < moved.tuned_coverage);
  REQUIRE(*moved.deviation == Approx((moved.coverage - 0.8) / std::sqrt(0.16 * 0.002)));
  REQUIRE(carried_thresholds(shifted(-0.5), kMaxProb, kCoverages).front().is_shifted());
}

TEST_CASE("constant scores keep everything and deviate by nothing that can be told", "[eval]") {
  RoutingProblem problem = shifted(0);
  problem.methods[0].tune.assign(1000, 1.0);
  problem.methods[0].test.assign(1000, 1.0);
  const CarriedThreshold row = carried_thresholds(problem, kMaxProb, kCoverages).front();
  REQUIRE(row.tuned_coverage == 1);
  REQUIRE_FALSE(row.deviation);
  REQUIRE_FALSE(row.is_shifted());
}
