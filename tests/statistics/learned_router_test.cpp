// A learned router comes the nearer to the best there is the more examples it is fitted on, and overtakes
// confidence.

#include <catch2/catch.hpp>

#include "eval/deferral_curve.h"
#include "statistics/family_sample.h"

using namespace hybrid;
using namespace hybrid::test;

namespace {

/// The method under test.
constexpr const char* kLearned = "auto";

/// Mean accuracy over these coverages that a score loses against the optimum, in expectation.
double regret(const routing::RoutingScores& scores, const FamilySample& test) {
  const eval::DeferralCurve best = eval::deferral_curve(test.optimal, test.expected);
  const eval::DeferralCurve curve = eval::deferral_curve(scores, test.expected);
  const std::vector<double> coverages{0.9, 0.8, 0.7, 0.6, 0.5};
  double sum = 0;
  for (const double c : coverages) sum += best.accuracy_at(c) - curve.accuracy_at(c);
  return sum / static_cast<double>(coverages.size());
}

}  // namespace

TEST_CASE("a learned router approaches the optimum as its examples grow in number", "[statistics]") {
  const std::string name = GENERATE(as<std::string>(), "specialist", "label_noise");
  INFO(name);
  const simulate::Simulator simulator(family(name));
  const FamilySample test(simulator, simulate::SimulatedPart::test, 20'000, SeedTree(1));
  const double of_confidence = regret(measure("max_prob", test.pair.base), test);
  Logger quiet(Verbosity::quiet);
  std::vector<double> shares;  // of what confidence loses
  for (const std::size_t n : {200U, 1000U, 5000U}) {
    const FamilySample tune(simulator, simulate::SimulatedPart::tune, n, SeedTree(2));
    const eval::RoutingProblem problem =
        eval::make_routing_problem(tune.pair, test.pair, {.methods = {kLearned}}, SeedTree(3), quiet);
    shares.push_back(regret(problem.method(kLearned).test, test) / of_confidence);
  }
  REQUIRE(shares[0] < 1.05);
  REQUIRE(shares[1] < shares[0]);
  REQUIRE(shares[2] < shares[1]);
  REQUIRE(shares[2] < 0.1);
}
