// A learned router comes the nearer to the best there is the more examples it is fitted on, and overtakes confidence.

#include <catch2/catch.hpp>

#include "eval/deferral_curve.h"
#include "statistics/family_sample.h"

using namespace hybrid;
using namespace hybrid::test;

namespace {

/// The method under test, and the family in which what it sees suffices.
constexpr const char* kLearned = "router";
constexpr const char* kFamily = "label_noise";

/// Mean accuracy over these coverages that a score loses against the optimum, in expectation.
double regret(const RoutingScores& scores, const FamilySample& test) {
  const DeferralCurve best = deferral_curve(test.optimal, test.expected);
  const DeferralCurve curve = deferral_curve(scores, test.expected);
  const std::vector<double> coverages{0.9, 0.8, 0.7, 0.6, 0.5};
  double sum = 0;
  for (const double c : coverages) sum += best.accuracy_at(c) - curve.accuracy_at(c);
  return sum / static_cast<double>(coverages.size());
}

}  // namespace

TEST_CASE("a learned router approaches the optimum as its examples grow in number", "[statistics]") {
  const Simulator simulator(family(kFamily));
  const FamilySample test(simulator, SimulatedPart::test, 20'000, SeedTree(1));
  const RouterConfig small{.hidden = {32, 16}, .epochs = 20};
  Logger quiet(Verbosity::quiet);
  std::vector<double> regrets;
  for (const std::size_t n : {200U, 1000U, 5000U}) {
    double sum = 0;
    for (std::uint64_t repeat = 0; repeat < 3; ++repeat) {
      const FamilySample tune(simulator, SimulatedPart::tune, n, SeedTree(2).at("fit", repeat));
      const RoutingProblem problem = make_routing_problem(
          tune.pair, test.pair, {.methods = {kLearned}, .router = small}, SeedTree(repeat), quiet);
      sum += regret(problem.method(kLearned).test, test) / 3;
    }
    regrets.push_back(sum);
  }
  const double of_confidence = regret(measure("max_prob", test.pair.base), test);
  REQUIRE(regrets[1] < regrets[0]);
  REQUIRE(regrets[2] < regrets[1]);
  REQUIRE(regrets[2] < 0.5 * of_confidence);
}
