#include "eval/headline.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "core/seed.h"
#include "support/tiny_problem.h"

using namespace hybrid;
using namespace hybrid::eval;

namespace {

cost::SystemProfile lumps() {
  cost::SystemProfile profile{.name = "round", .kind = cost::ProfileKind::lumps};
  profile.lumps.latency_ms = {.per_input = 200, .per_offload = 2000};
  return profile;
}

Headline headline_of(const RoutingProblem& problem, const config::EvaluationConfig& config) {
  return headline(problem, evaluate(problem, config, lumps(), {}, SeedTree(1)), config, lumps(), {});
}

/// n examples: the base is right where its score is low, the cloud nearly always.
RoutingProblem random_problem(std::size_t n, double gain, std::uint64_t seed) {
  Rng rng(seed);
  RoutingProblem problem{.classes = 2, .variants = {{}}};
  Method max_prob{.measure = "max_prob"}, other{.measure = "l2d_ce"};
  BaseVariant& variant = problem.variants.front();
  for (auto [outcomes, part] :
       {std::pair(&variant.tune, &Method::tune), std::pair(&variant.test, &Method::test)})
    for (std::size_t i = 0; i < n; ++i) {
      const double doubt = rng.uniform(0, 0.5);
      const bool base = rng.uniform() > doubt;
      outcomes->base_value.push_back(base ? 1 : 0);
      outcomes->cloud_value.push_back(rng.uniform() < (base ? 0.9 : gain) ? 1 : 0);
      (max_prob.*part).push_back(doubt);
      (other.*part).push_back(rng.uniform());
    }
  problem.methods = {{.measure = "on_device", .kind = MethodKind::on_device}, max_prob, other};
  return problem;
}

}  // namespace

TEST_CASE("a headline has the points of the default method at five shares, or at those asked for",
          "[headline]") {
  const RoutingProblem problem = test::tiny_problem();
  config::EvaluationConfig config{.bootstrap = 0};
  const Headline usual = headline_of(problem, config);
  REQUIRE(usual.method == "router");
  REQUIRE(usual.rows.size() == 5);
  REQUIRE_FALSE(usual.largest_lead);
  // Wilson's interval of 6 and 9 of 10.
  REQUIRE(usual.device_ci.low == Approx(0.312674).margin(1e-6));
  REQUIRE(usual.device_ci.high == Approx(0.831820).margin(1e-6));
  REQUIRE(usual.cloud_ci.low == Approx(0.595850).margin(1e-6));
  REQUIRE(usual.cloud_ci.high == Approx(0.982124).margin(1e-6));
  config.coverages = {0.6, 1};
  config.latency_ms = {1000, 100};
  const Headline asked = headline_of(problem, config);
  REQUIRE(asked.rows.size() == 4);
  REQUIRE(asked.rows[0].requirements.coverage == 1.0);
  REQUIRE(asked.rows[2].requirements.budgets.at(cost::Resource::latency) == 1000);
  REQUIRE(asked.rows[2].tuned);
  REQUIRE_FALSE(asked.rows[3].tuned);  // the device alone takes 200 ms
  const auto tuned = std::get<TunedPoint>(tune({.coverage = 0.6}, problem, problem.method("router"),
                                               costs_of(problem, problem.method("router"), lumps(), {})));
  REQUIRE(asked.rows[1].tuned->threshold == tuned.threshold);
  REQUIRE(asked.rows[1].tuned->point.accuracy == tuned.point.accuracy);
  REQUIRE(asked.rows[1].gain == Approx(tuned.point.accuracy - 0.6).margin(1e-12));
  REQUIRE(condition(*asked.rows[1].rule) ==
          condition(sending_rule(problem, problem.method("router"), *tuned.threshold)));
}

TEST_CASE("gains are told with intervals that hold together", "[headline]") {
  config::EvaluationConfig config{.coverages = {0.9}, .bootstrap = 0};
  const RoutingProblem problem = random_problem(2000, 0.8, 3);
  const Headline one = headline_of(problem, config);
  REQUIRE(one.best == 0U);
  // Helped h and harmed l of n: mean (h - l) / n, variance ((h + l) / n - mean^2) / n.
  const auto& method = problem.method("max_prob");
  double helped = 0, harmed = 0;
  for (std::size_t i = 0; i < 2000; ++i)
    if (method.test[i] > *one.rows[0].tuned->threshold) {
      const auto& test = problem.variants[0].test;
      if (test.cloud_value[i] > test.base_value[i]) ++helped;
      if (test.cloud_value[i] < test.base_value[i]) ++harmed;
    }
  const double mean = (helped - harmed) / 2000;
  const double error = std::sqrt(((helped + harmed) / 2000 - mean * mean) / 2000);
  REQUIRE(one.rows[0].gain == Approx(mean).margin(1e-12));
  REQUIRE(one.rows[0].gain_ci.low == Approx(mean - 1.959964 * error).margin(1e-9));
  REQUIRE(one.rows[0].gain_ci.high == Approx(mean + 1.959964 * error).margin(1e-9));
  config.coverages = {0.9, 0.8, 0.7, 0.6, 0.5};
  const Headline five = headline_of(problem, config);
  REQUIRE(five.rows[0].gain_ci.low == Approx(mean - 2.575829 * error).margin(1e-9));  // 0.05 / 5, two-sided
}

TEST_CASE("the largest lead over max_prob is corrected for all that were compared", "[headline]") {
  const config::EvaluationConfig config{.coverages = {0.9, 0.8}, .bootstrap = 200};
  const RoutingProblem problem = random_problem(500, 0.9, 4);
  const Headline result = headline_of(problem, config);
  REQUIRE((result.method == "max_prob" && result.is_max_prob && result.opponent == "max_prob"));
  REQUIRE(result.compared == 2);  // l2d_ce at two coverages
  const auto& [comparison, ci] = *result.largest_lead;
  REQUIRE(comparison.method == "l2d_ce");
  const double factor = 2.2414027 / 1.9599640;
  REQUIRE(ci.low == Approx(comparison.delta - factor * (comparison.delta - comparison.ci.low)).margin(1e-7));
  REQUIRE(ci.high ==
          Approx(comparison.delta + factor * (comparison.ci.high - comparison.delta)).margin(1e-7));
  REQUIRE(ci.low < 0);  // it ranks at random
}

TEST_CASE("the default method's own lead is corrected for its coverages alone", "[headline]") {
  config::EvaluationConfig config{.coverages = {0.9, 0.8}, .bootstrap = 200};
  RoutingProblem problem = random_problem(500, 0.9, 5);
  Method& best = problem.methods.back();  // knows what sending gains
  best.measure = "auto";
  const auto& [suffix, tune, test] = problem.variants.front();
  for (std::size_t i = 0; i < 500; ++i) {
    best.tune[i] = tune.cloud_value[i] - tune.base_value[i];
    best.test[i] = test.cloud_value[i] - test.base_value[i];
  }
  const Headline result = headline_of(problem, config);
  REQUIRE((result.method == "auto" && !result.is_max_prob && !result.largest_lead && result.compared == 0));
  REQUIRE(result.own_lead->ci.low > 0);
  // The same as max_prob is no lead.
  best.tune = problem.method("max_prob").tune;
  best.test = problem.method("max_prob").test;
  REQUIRE_FALSE(headline_of(problem, config).own_lead);
}

TEST_CASE("a problem without scores has a headline without rows", "[headline]") {
  RoutingProblem problem = test::tiny_problem();
  std::erase_if(problem.methods, [](const Method& m) { return m.kind == MethodKind::scored; });
  const Headline result = headline_of(problem, {.bootstrap = 0});
  REQUIRE((result.rows.empty() && result.method.empty() && !result.best && result.opponent.empty()));
}
