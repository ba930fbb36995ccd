#include "eval/tuning.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <set>

#include "core/seed.h"
#include "eval/evaluation.h"
#include "support/tiny_problem.h"

using namespace hybrid;
using namespace hybrid::eval;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// 1e6 MAC/s, a byte takes 1 ms: with `base_macs` 1e4 the device takes 10 ms for every input.
cost::SystemProfile byte_profile() {
  cost::SystemProfile profile{.name = "parts", .kind = cost::ProfileKind::parts};
  profile.parts.device.macs_per_second.value = 1e6;
  profile.parts.link.bits_per_second.value = 8000;
  return profile;
}

/// What varies between the random problems.
struct Kind {
  bool own_costs = false;     ///< every input has a payload of its own
  bool weighted = false;      ///< answers are worth other amounts than 0 and 1
  bool cross_fitted = false;  ///< the halves of the test part tune each other
};

std::vector<double> values(std::size_t n, bool weighted, Rng& rng) {
  std::vector<double> all;
  for (std::size_t i = 0; i < n; ++i) all.push_back(weighted ? rng.uniform(0, 3) : double(rng.below(2)));
  return all;
}

/// Every kind of method; `gain` is an expected gain, of both signs and with ties, `max_prob` is not.
RoutingProblem random_problem(const Kind& kind, Rng& rng) {
  const std::size_t n_test = 30 + rng.below(10), n_tune = kind.cross_fitted ? n_test : 30 + rng.below(10);
  RoutingProblem problem{.classes = 2, .variants = {{}}};
  BaseVariant& variant = problem.variants.front();
  variant.tune = {values(n_tune, kind.weighted, rng), values(n_tune, kind.weighted, rng)};
  variant.test = {values(n_test, kind.weighted, rng), values(n_test, kind.weighted, rng)};
  const auto scores = [&](std::size_t n) {
    routing::RoutingScores all;
    for (std::size_t i = 0; i < n; ++i) all.push_back((double(rng.below(20)) - 8) / 8);
    return all;
  };
  const auto bytes = [&](std::size_t n) {
    std::vector<double> all;
    for (std::size_t i = 0; i < n; ++i) all.push_back(rng.uniform(5, 40));
    return all;
  };
  problem.methods = {{.measure = "on_device", .kind = MethodKind::on_device},
                     {.measure = "on_cloud", .kind = MethodKind::on_cloud},
                     {.measure = "random", .kind = MethodKind::random},
                     {.measure = "max_prob", .tune = scores(n_tune), .test = scores(n_test)},
                     {.measure = "gain",
                      .tune = scores(n_tune),
                      .test = scores(n_test),
                      .meaning = ScoreMeaning::expected_gain},
                     {.measure = "oracle", .kind = MethodKind::oracle}};
  if (kind.own_costs) {
    problem.tune_inputs.payload_bytes = bytes(n_tune);
    problem.test_inputs.payload_bytes = bytes(n_test);
  }
  if (kind.cross_fitted) {
    variant.tune = variant.test;
    problem.tune_inputs = problem.test_inputs;
    for (auto& method : problem.methods) method.tune = method.test;
    for (std::size_t i = 0; i < n_test; ++i) problem.half.push_back(i % 2);
  }
  return problem;
}

cost::Workload workload_of(const RoutingProblem& problem) {
  return cost::with_means({.base_macs = 1e4, .input_bytes = 20}, problem.test_inputs);
}

/// The rows that a fold tunes on (`tested` is not their half) or is measured on; all without halves.
std::vector<std::size_t> rows_of(const RoutingProblem& problem, std::size_t n, int tested, bool tune) {
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < n; ++i)
    if (!problem.cross_fitted() || (problem.half[i] == tested) != tune) rows.push_back(i);
  return rows;
}

double bytes_of(const cost::MeasuredInputs& inputs, std::size_t row) {
  return inputs.payload_bytes.empty() ? 20 : inputs.payload_bytes[row];
}

/// Of all thresholds there are, the lowest that keeps the budget and sends no expected loss.
double lowest_threshold(const RoutingProblem& problem, const Method& method, double budget_ms,
                        const std::vector<std::size_t>& rows) {
  std::set<double> candidates{-kInfinity, 0};
  for (const auto row : rows) candidates.insert(method.tune[row]);
  for (const double threshold : candidates) {
    if (method.meaning == ScoreMeaning::expected_gain && threshold < 0) continue;
    double cost = 0;
    for (const auto row : rows)
      cost += 10 + (method.tune[row] > threshold ? bytes_of(problem.tune_inputs, row) : 0);
    if (cost <= budget_ms * static_cast<double>(rows.size()) * (1 + 1e-12)) return threshold;
  }
  FAIL("nothing keeps the budget");
  return 0;
}

struct Reached {
  double coverage = 0, accuracy = 0, latency_ms = 0;
};

/// What the lowest thresholds give, input by input.
Reached reached_within(double budget_ms, const RoutingProblem& problem, const Method& method) {
  const routing::Outcomes& test = problem.variants.front().test;
  Reached sum;
  for (const int tested : {0, 1}) {
    if (tested == 1 && !problem.cross_fitted()) break;
    const double threshold =
        lowest_threshold(problem, method, budget_ms, rows_of(problem, problem.n_tune(), tested, true));
    for (const auto row : rows_of(problem, problem.n_test(), tested, false)) {
      const bool sent = method.test[row] > threshold;
      sum.coverage += sent ? 0 : 1;
      sum.accuracy += sent ? test.cloud_value[row] : test.base_value[row];
      sum.latency_ms += 10 + (sent ? bytes_of(problem.test_inputs, row) : 0);
    }
  }
  const auto n = static_cast<double>(problem.n_test());
  return {sum.coverage / n, sum.accuracy / n, sum.latency_ms / n};
}

void require_equal(const OperatingPoint& a, const OperatingPoint& b) {
  REQUIRE(a.threshold == b.threshold);
  REQUIRE(a.tuned_coverage == b.tuned_coverage);
  REQUIRE(a.coverage == b.coverage);
  REQUIRE(a.accuracy == b.accuracy);
  REQUIRE(a.latency_ms == b.latency_ms);
  REQUIRE(a.energy_mj == b.energy_mj);
}

const TunedPoint& met(const Tuning& tuning) {
  REQUIRE(std::holds_alternative<TunedPoint>(tuning));
  return std::get<TunedPoint>(tuning);
}

Refusal::Reason reason_of(const Tuning& tuning) {
  REQUIRE(std::holds_alternative<Refusal>(tuning));
  return std::get<Refusal>(tuning).reason;
}

MethodCosts lump_costs() {
  return {.mean = {.profile = "tiny", .items = {{"lump", cost::Resource::latency, 200, 2000, "paper"}}}};
}

}  // namespace

TEST_CASE("within a budget the most is sent that neither breaks it nor is expected to lose, at every door",
          "[eval][tuning]") {
  for (int seed = 0; seed < 200; ++seed) {
    Rng rng = SeedTree(7).at("problem", static_cast<std::uint64_t>(seed)).rng();
    const Kind kind{
        .own_costs = seed % 2 == 1, .weighted = seed / 2 % 2 == 1, .cross_fitted = seed / 4 % 2 == 1};
    CAPTURE(seed, kind.own_costs, kind.weighted, kind.cross_fitted);
    const RoutingProblem problem = random_problem(kind, rng);
    const std::vector<double> budgets{rng.uniform(11, 20), rng.uniform(20, 35), 60};
    const Evaluation evaluation = evaluate(problem, {.latency_ms = budgets, .bootstrap = 0}, byte_profile(),
                                           workload_of(problem), SeedTree(1));
    REQUIRE(evaluation.profiles.front().budgets.size() == 6 * 3);
    for (const auto& result : evaluation.profiles.front().budgets) {
      const Method& method = problem.method(result.method);
      if (method.kind == MethodKind::on_device || method.kind == MethodKind::on_cloud) continue;
      CAPTURE(result.method, result.latency_ms);
      const MethodCosts costs = costs_of(problem, method, byte_profile(), workload_of(problem));
      const Tuning tuning =
          tune({.budgets = {{cost::Resource::latency, result.latency_ms}}}, problem, method, costs);
      require_equal(result.point.value(), met(tuning).point);
      if (method.kind != MethodKind::scored) continue;
      const Reached reached = reached_within(result.latency_ms, problem, method);
      REQUIRE(result.point->coverage == Approx(reached.coverage).margin(1e-12));
      REQUIRE(result.point->accuracy == Approx(reached.accuracy).margin(1e-12));
      REQUIRE(*result.point->latency_ms == Approx(reached.latency_ms));
    }
  }
}

TEST_CASE("a larger budget never sends what is expected to lose, whether or not inputs cost alike",
          "[eval][tuning]") {
  for (const bool own_costs : {false, true}) {
    Rng rng = SeedTree(8).at("problem").rng();
    const RoutingProblem problem = random_problem({.own_costs = own_costs}, rng);
    const Method& gain = problem.method("gain");
    const MethodCosts costs = costs_of(problem, gain, byte_profile(), workload_of(problem));
    REQUIRE(met(tune({.budgets = {{cost::Resource::latency, 1000}}}, problem, gain, costs)).threshold == 0);
    const Method& max_prob = problem.method("max_prob");
    REQUIRE(met(tune({.budgets = {{cost::Resource::latency, 1000}}}, problem, max_prob, costs)).threshold ==
            -kInfinity);
  }
}

TEST_CASE("a target coverage is that of the evaluation's points", "[eval][tuning]") {
  for (int seed = 0; seed < 20; ++seed) {
    Rng rng = SeedTree(9).at("problem", static_cast<std::uint64_t>(seed)).rng();
    const RoutingProblem problem = random_problem({.own_costs = seed % 2 == 1}, rng);
    const Evaluation evaluation = evaluate(problem, {.coverages = {0.7}, .bootstrap = 0}, byte_profile(),
                                           workload_of(problem), SeedTree(1));
    for (const auto* name : {"max_prob", "gain"}) {
      const Method& method = problem.method(name);
      const MethodCosts costs = costs_of(problem, method, byte_profile(), workload_of(problem));
      const TunedPoint tuned = met(tune({.coverage = 0.7}, problem, method, costs));
      require_equal(evaluation.find(name)->points.front(), tuned.point);
      REQUIRE(evaluation.find(name)->points.front().matched_accuracy == tuned.point.matched_accuracy);
    }
  }
}

TEST_CASE("what cannot be tuned says why", "[eval][tuning]") {
  const RoutingProblem problem = test::tiny_problem();
  const auto refused = [&](const Requirements& requirements, const char* method,
                           const PointOptions& options = {}) {
    return reason_of(tune(requirements, problem, problem.method(method), lump_costs(), options));
  };
  using Reason = Refusal::Reason;
  REQUIRE(refused({.coverage = 0.8}, "on_device") == Reason::nothing_to_tune);
  REQUIRE(refused({.coverage = 0.8}, "on_cloud") == Reason::nothing_to_tune);
  REQUIRE(refused({.accuracy = 0.8}, "random") == Reason::no_scores);
  REQUIRE(refused({.trade = Trade{.price = 1}}, "oracle") == Reason::no_scores);
  REQUIRE(refused({.accuracy = 0.8}, "entropy", {.recalibrate = config::Recalibration::unlabeled}) ==
          Reason::no_labels);
  REQUIRE(refused({.budgets = {{cost::Resource::energy, 5}}}, "entropy") == Reason::no_price);
  REQUIRE(refused({.trade = Trade{.resource = cost::Resource::macs}}, "entropy") == Reason::no_price);
}

TEST_CASE("what asks for too much names the nearest that does not", "[eval][tuning]") {
  const RoutingProblem problem = test::tiny_problem();
  const auto tuned = [&](const Requirements& requirements) {
    return tune(requirements, problem, problem.method("router"), lump_costs());
  };
  const Tuning budget = tuned({.budgets = {{cost::Resource::latency, 150}}});
  REQUIRE(reason_of(budget) == Refusal::Reason::budget);
  REQUIRE(std::get<Refusal>(budget).nearest == 200);
  REQUIRE(met(tuned({.budgets = {{cost::Resource::latency, 200}}})).point.tuned_coverage == 1);
  // Of the tuning part the base has 3 of 5 right, with all sent it is 4.
  const Tuning accuracy = tuned({.accuracy = 0.9});
  REQUIRE(reason_of(accuracy) == Refusal::Reason::accuracy);
  REQUIRE(std::get<Refusal>(accuracy).nearest == Approx(0.8));
  REQUIRE(std::get<Refusal>(accuracy).coverage == Approx(0));
  REQUIRE(met(tuned({.accuracy = 0.8})).tuned_accuracy == Approx(0.8));
  const Tuning together = tuned({.budgets = {{cost::Resource::latency, 600}}, .accuracy = 0.8});
  REQUIRE(reason_of(together) == Refusal::Reason::together);
  REQUIRE(std::get<Refusal>(together).coverage == Approx(0));
  REQUIRE(std::get<Refusal>(together).nearest == Approx(0.8));
}

TEST_CASE("a threshold above all scores is told from one below them", "[eval][tuning]") {
  RoutingProblem problem = test::tiny_problem();
  Method method = problem.method("entropy");
  method.tune.assign(5, kInfinity);
  const TunedPoint nothing = met(tune({.coverage = 0.5}, problem, method, lump_costs()));
  REQUIRE(nothing.threshold == kInfinity);
  REQUIRE_FALSE(nothing.point.threshold);
  REQUIRE(nothing.tuned_accuracy == Approx(0.6));  // the base's: everything is kept
  REQUIRE(met(tune({.coverage = 0}, problem, method, lump_costs())).threshold == -kInfinity);
}

TEST_CASE("a life leaves time for the silence of a duty cycle after every sent input", "[eval][tuning]") {
  cost::SystemCost cost{.profile = "p",
                        .items = {{"lump", cost::Resource::latency, 100, 400, "assumed"},
                                  {"lump", cost::Resource::energy, 10, 20, "assumed"}},
                        .unknown = {}};
  // An input every second, energy for everything.
  const LifeRequirement life{.battery = {.energy_mj = 1e9, .inputs_per_day = 86400}, .days = 1};
  Requirements without, with;
  require_life(without, life, cost);
  REQUIRE(without.budgets.at(cost::Resource::latency) == 1000);
  cost.silence_ms = 2600;  // 900 ms are left, 3000 ms are needed: 30 % can be sent
  require_life(with, life, cost);
  REQUIRE(with.budgets.at(cost::Resource::latency) == Approx(220));
  REQUIRE(with.life->latency_ms == with.budgets.at(cost::Resource::latency));
  REQUIRE(std::get<double>(coverage_within(with.budgets, cost)) == Approx(0.7));
}

TEST_CASE("budgets for the mean cost become the coverage that the strictest allows, or a refusal", "[eval]") {
  const cost::SystemCost cost{.profile = "p",
                              .items = {{"lump", cost::Resource::latency, 100, 400, "assumed"},
                                        {"lump", cost::Resource::energy, 10, 20, "assumed"}},
                              .unknown = {}};
  REQUIRE(std::get<double>(coverage_within({}, cost)) == 0);
  REQUIRE(std::get<double>(coverage_within({{cost::Resource::latency, 300}}, cost)) == 0.5);
  REQUIRE(std::get<double>(coverage_within({{cost::Resource::latency, 9000}}, cost)) == 0);
  REQUIRE(std::get<double>(
              coverage_within({{cost::Resource::latency, 300}, {cost::Resource::energy, 15}}, cost)) == 0.75);
  const auto below = std::get<Refusal>(coverage_within({{cost::Resource::latency, 99}}, cost));
  REQUIRE((below.reason == Refusal::Reason::budget && below.nearest == 100));
  const auto unpriced = std::get<Refusal>(coverage_within({{cost::Resource::macs, 1e6}}, cost));
  REQUIRE((unpriced.reason == Refusal::Reason::no_price && unpriced.resource == cost::Resource::macs));
}
