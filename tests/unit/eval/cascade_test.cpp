#include "eval/cascade_choice.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "core/seed.h"
#include "reference/cascade.h"

using namespace hybrid;
using namespace hybrid::eval;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Three tiers that are right more and more often, with scores that know something of it; scores are rounded,
/// so that there are ties.
Cascade random_cascade(std::size_t n, std::uint64_t seed, ScoreMeaning meaning = ScoreMeaning::rank) {
  Rng rng(seed);
  Cascade cascade{
      .tiers = {"device", "gateway", "cloud"},
      .stages = std::vector<Stage>(2),
      .tune = std::vector<std::vector<double>>(3),
      .test = std::vector<std::vector<double>>(3),
      .costs = {{cost::Resource::latency, {10, {200, 1500}}}, {cost::Resource::energy, {1, {30, 0}}}}};
  for (const Part part : {Part::tune, Part::test})
    for (std::size_t i = 0; i < n; ++i) {
      const double difficulty = rng.uniform();
      auto& values = part == Part::tune ? cascade.tune : cascade.test;
      for (std::size_t tier = 0; tier < 3; ++tier)
        values[tier].push_back(rng.uniform() < 1.1 - difficulty * (1 - 0.35 * static_cast<double>(tier)) ? 1
                                                                                                         : 0);
      for (std::size_t s = 0; s < 2; ++s) {
        const double score = std::round(20 * (difficulty - 0.4 + 0.2 * rng.normal())) / 20;
        (part == Part::tune ? cascade.stages[s].tune : cascade.stages[s].test).push_back(score);
      }
    }
  for (Stage& stage : cascade.stages) stage.meaning = meaning;
  return cascade;
}

/// The first tier with the second, or with the last.
Cascade pair_of(const Cascade& all, std::size_t other) {
  Cascade pair{.tiers = {all.tiers[0], all.tiers[other]},
               .stages = {all.stages[0]},
               .tune = {all.tune[0], all.tune[other]},
               .test = {all.test[0], all.test[other]},
               .costs = {}};
  for (const auto& [resource, costs] : all.costs)
    pair.costs[resource] = {costs.per_input, {costs.per_offload[other - 1]}};
  return pair;
}

CascadeChoice chosen(const Cascade& cascade, const Requirements& requirements, int steps = kCascadeSteps) {
  return std::get<CascadeChoice>(choose_thresholds(cascade, requirements, steps));
}

void require_close(double a, double b) {
  REQUIRE(a == Approx(b).margin(1e-9));
}

}  // namespace

TEST_CASE("what thresholds do is what a walk from tier to tier does", "[eval][cascade]") {
  Rng rng(5);
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Cascade cascade = random_cascade(60, seed);
    const std::vector<double> thresholds{seed == 1 ? kInfinity : rng.uniform(-0.4, 0.6),
                                         seed == 2 ? -kInfinity : rng.uniform(-0.4, 0.6)};
    for (const Part part : {Part::tune, Part::test}) {
      const CascadeOutcome fast = outcome_of(cascade, thresholds, part);
      const reference::CascadeFigures naive = reference::walk(cascade, thresholds, part);
      require_close(fast.accuracy, naive.accuracy);
      for (std::size_t tier = 0; tier < 3; ++tier) require_close(fast.ends[tier], naive.ends[tier]);
      for (const auto& [resource, amount] : naive.cost) require_close(fast.cost.at(resource), amount);
    }
  }
}

TEST_CASE("four inputs end where their scores say", "[eval][cascade]") {
  const Cascade cascade{.tiers = {"a", "b", "c"},
                        .stages = {{.method = "m", .tune = {0, 1, 2, 3}, .test = {0, 1, 2, 3}},
                                   {.method = "m", .tune = {9, 9, 0, 9}, .test = {9, 9, 0, 9}}},
                        .tune = {{1, 0, 0, 0}, {0, 1, 1, 0}, {0, 0, 0, 1}},
                        .test = {{1, 0, 0, 0}, {0, 1, 1, 0}, {0, 0, 0, 1}},
                        .costs = {{cost::Resource::latency, {1, {10, 100}}}}};
  // The first keeps the first two inputs, the second keeps the third.
  const CascadeOutcome outcome = outcome_of(cascade, std::vector<double>{1, 5}, Part::test);
  REQUIRE(outcome.ends == std::vector<double>{0.5, 0.25, 0.25});
  REQUIRE(outcome.final_value == std::vector<double>{1, 0, 1, 1});
  REQUIRE(outcome.accuracy == 0.75);
  REQUIRE(outcome.cost.at(cost::Resource::latency) == 1 + 0.5 * 10 + 0.25 * 100);
  REQUIRE(outcome.sent() == 0.5);
}

TEST_CASE("thresholds keep every budget on the tuning part", "[eval][cascade]") {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const Cascade cascade =
        random_cascade(80, seed, seed % 2 == 0 ? ScoreMeaning::expected_gain : ScoreMeaning::rank);
    for (const double latency : {10.0, 60.0, 200.0, 700.0}) {
      const CascadeChoice choice = chosen(
          cascade,
          {.budgets = {{cost::Resource::latency, latency}, {cost::Resource::energy, 12}}, .coverage = 0.5});
      REQUIRE(choice.tune.cost.at(cost::Resource::latency) <= latency + 1e-9);
      REQUIRE(choice.tune.cost.at(cost::Resource::energy) <= 12 + 1e-9);
      REQUIRE(choice.tune.ends.front() >= 0.5);
      if (latency == 10) REQUIRE(choice.tune.ends.front() == 1);
    }
  }
}

TEST_CASE("no pair of shares is more accurate on the tuning part than the chosen one", "[eval][cascade]") {
  for (std::uint64_t seed = 1; seed <= 8; ++seed)
    for (const auto meaning : {ScoreMeaning::rank, ScoreMeaning::expected_gain}) {
      const Cascade cascade = random_cascade(40, seed, meaning);
      for (const double latency : {40.0, 150.0, 500.0})
        for (const double coverage : {0.0, 0.7}) {
          const std::map<cost::Resource, double> budgets{{cost::Resource::latency, latency}};
          const CascadeChoice choice = chosen(cascade, {.budgets = budgets, .coverage = coverage}, 10);
          REQUIRE(choice.tune.accuracy >=
                  reference::best_of_three_tiers(cascade, budgets, coverage, 10) - 1e-12);
        }
    }
}

TEST_CASE("with two tiers and no shares to try, the thresholds are those of tune", "[eval][cascade]") {
  for (std::uint64_t seed = 1; seed <= 10; ++seed)
    for (const auto meaning : {ScoreMeaning::rank, ScoreMeaning::expected_gain}) {
      const Cascade cascade = pair_of(random_cascade(50, seed, meaning), 2);
      RoutingProblem problem{
          .classes = 2,
          .variants = {{"", {cascade.tune[0], cascade.tune[1]}, {cascade.test[0], cascade.test[1]}}}};
      problem.methods.push_back({.measure = "m",
                                 .tune = cascade.stages[0].tune,
                                 .test = cascade.stages[0].test,
                                 .meaning = meaning});
      const MethodCosts costs{.mean = {.profile = "p",
                                       .items = {{"lump", cost::Resource::latency, 10, 1500, "assumed"}},
                                       .unknown = {}}};
      for (const double latency : {10.0, 333.3, 900.0, 2000.0}) {
        const Requirements requirements{.budgets = {{cost::Resource::latency, latency}}};
        const CascadeChoice choice = chosen(cascade, requirements, 0);
        const auto tuned = std::get<TunedPoint>(tune(requirements, problem, problem.methods[0], costs));
        REQUIRE(choice.thresholds == std::vector<double>{*tuned.threshold});
        require_close(choice.test.accuracy, tuned.point.accuracy);
        require_close(choice.test.cost.at(cost::Resource::latency), *tuned.point.latency_ms);
        require_close(choice.test.accuracy_ci.low, tuned.point.accuracy_ci.low);
        require_close(choice.tune.accuracy, *tuned.tuned_accuracy);
      }
    }
}

TEST_CASE("a budget below the device's own cost, or of an unknown cost, is refused", "[eval][cascade]") {
  const Cascade cascade = random_cascade(20, 1);
  const auto low = choose_thresholds(cascade, {.budgets = {{cost::Resource::latency, 9}}});
  REQUIRE(std::get<Refusal>(low).reason == Refusal::Reason::budget);
  REQUIRE(std::get<Refusal>(low).nearest == 10);
  const auto unknown = choose_thresholds(cascade, {.budgets = {{cost::Resource::macs, 9}}});
  REQUIRE(std::get<Refusal>(unknown).reason == Refusal::Reason::no_price);
}

TEST_CASE("outcomes are compared input by input", "[eval][cascade]") {
  CascadeOutcome first, other;
  first.final_value = {1, 1, 0, 1};
  other.final_value = {1, 0, 0, 0};
  const OutcomeDifference gain = difference(first, other);
  REQUIRE(gain.delta == 0.5);
  // Two of four differ by 1: the deviation is 0.5.
  REQUIRE(gain.ci.low == Approx(0.5 - 1.959964 * 0.5 / 2));
  REQUIRE(gain.ci.high == Approx(0.5 + 1.959964 * 0.5 / 2));
}

TEST_CASE("the best pair of tiers is chosen on the tuning part and compared on test", "[eval][cascade]") {
  const Cascade all = random_cascade(400, 3);
  const std::vector<Cascade> pairs{pair_of(all, 1), pair_of(all, 2)};
  const Requirements requirements{.budgets = {{cost::Resource::latency, 150}}};
  const auto compared = std::get<TierComparison>(compare_tiers(all, pairs, requirements));
  const auto first = chosen(pairs[0], requirements), second = chosen(pairs[1], requirements);
  REQUIRE(compared.best_pair == (second.tune.accuracy > first.tune.accuracy ? 1 : 0));
  const double best = compared.best_pair == 0 ? first.test.accuracy : second.test.accuracy;
  require_close(compared.gain.delta, compared.all.test.accuracy - best);
  // All tiers may do here what the best pair does.
  REQUIRE(compared.gain.ci.low <= compared.gain.delta);
  REQUIRE(compared.gain.ci.high >= compared.gain.delta);
}
