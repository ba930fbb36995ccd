#include "eval/evaluation.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <set>

#include "eval/ceilings.h"
#include "eval/paired_bootstrap.h"
#include "reference/paired_bootstrap.h"
#include "support/tiny_problem.h"
#include "unit/routing/tiny_sets.h"

using namespace hybrid;
using namespace hybrid::eval;
using test::outcomes_from;

namespace {

routing::RoutingScores random_scores(std::size_t n, Rng& rng) {
  routing::RoutingScores scores(n);
  for (double& s : scores) s = static_cast<double>(rng.below(20)) / 4 - 2;
  return scores;
}

routing::Outcomes random_outcomes(std::size_t n, Rng& rng) {
  routing::Outcomes outcomes;
  for (std::size_t i = 0; i < n; ++i) {
    outcomes.base_value.push_back(rng.below(2) == 1);
    outcomes.cloud_value.push_back(rng.below(5) > 0);
  }
  return outcomes;
}

/// Every kind of method, and a base variant with a score of its own.
RoutingProblem every_kind() {
  Rng rng(1);
  RoutingProblem problem{.classes = 4,
                         .variants = {{"", random_outcomes(30, rng), random_outcomes(40, rng)},
                                      {"before", random_outcomes(30, rng), random_outcomes(40, rng)}},
                         .skipped = {{"margin", "not defined"}}};
  const auto scored = [&](const std::string& measure, const std::string& variant = "") {
    problem.methods.push_back({.measure = measure,
                               .variant = variant,
                               .tune = random_scores(30, rng),
                               .test = random_scores(40, rng)});
  };
  problem.methods.push_back({.measure = "on_device", .kind = MethodKind::on_device});
  problem.methods.push_back({.measure = "on_cloud", .kind = MethodKind::on_cloud});
  problem.methods.push_back({.measure = "random", .kind = MethodKind::random});
  scored("entropy");
  scored("max_prob");
  scored("router");
  problem.methods.back().meaning = ScoreMeaning::help_logit;
  problem.methods.back().router_macs = 5e6;
  problem.methods.push_back({.measure = "oracle", .kind = MethodKind::oracle});
  scored("max_prob", "before");
  return problem;
}

cost::SystemProfile lumps(double per_input, double per_offload) {
  cost::SystemProfile profile{.name = "tiny"};
  profile.lumps.latency_ms = {per_input, per_offload, "paper"};
  return profile;
}

/// 1e8 MAC/s, 1e6 bit/s, 100 ms in the cloud.
cost::SystemProfile parts() {
  cost::SystemProfile profile{.name = "parts", .kind = cost::ProfileKind::parts};
  profile.parts.device.macs_per_second.value = 1e8;
  profile.parts.link.bits_per_second.value = 1e6;
  profile.parts.cloud_latency_ms.value = 100;
  return profile;
}

const config::EvaluationConfig kConfig{.coverages = {0.9, 0.6}, .latency_ms = {}, .bootstrap = 60};

Evaluation evaluated(const RoutingProblem& problem) {
  return evaluate(problem, kConfig, lumps(200, 2000), {.base_macs = 1e7, .cloud_macs = 1e9}, SeedTree(1));
}

std::vector<BudgetResult> budgets_of(const RoutingProblem& problem, const std::vector<double>& latency_ms,
                                     const cost::SystemProfile& profile, const cost::Workload& workload) {
  return evaluate(problem, {.latency_ms = latency_ms, .bootstrap = 0}, profile, workload, SeedTree(1))
      .profiles.front()
      .budgets;
}

const BudgetResult& result_of(const std::vector<BudgetResult>& results, const std::string& method,
                              double budget) {
  for (const auto& result : results)
    if (result.method == method && result.latency_ms == budget) return result;
  FAIL("no result of " << method << " at " << budget);
  return results.front();
}

}  // namespace

TEST_CASE("an evaluation describes the data and has every method once", "[eval]") {
  const RoutingProblem problem = every_kind();
  const Evaluation evaluation = evaluated(problem);
  REQUIRE((evaluation.classes == 4 && evaluation.n_tune == 30 && evaluation.n_test == 40));
  REQUIRE(evaluation.test.base_accuracy == routing::shares(problem.variants[0].test).base_accuracy);
  REQUIRE(evaluation.skipped == problem.skipped);
  REQUIRE(evaluation.methods.size() == problem.methods.size());
  for (std::size_t m = 0; m < problem.methods.size(); ++m)
    REQUIRE(evaluation.methods[m].name == problem.methods[m].name());
  REQUIRE(evaluation.find("router") == &evaluation.methods[5]);
  REQUIRE(evaluation.find("knn") == nullptr);
}

TEST_CASE("methods have a point per coverage, on_device and on_cloud one", "[eval]") {
  const Evaluation evaluation = evaluated(every_kind());
  for (const auto& method : evaluation.methods) {
    if (method.name == "on_device" || method.name == "on_cloud") {
      REQUIRE(method.points.size() == 1);
      continue;
    }
    REQUIRE(method.points.size() == 2);
    REQUIRE((method.points[0].target_coverage == 0.9 && method.points[1].target_coverage == 0.6));
  }
}

TEST_CASE("areas belong to curves, classifier metrics to scores, the Brier score to logits", "[eval]") {
  const RoutingProblem problem = every_kind();
  const Evaluation evaluation = evaluated(problem);
  for (const auto* name : {"on_device", "on_cloud", "oracle"}) {
    REQUIRE_FALSE(evaluation.find(name)->audc);
    REQUIRE_FALSE(evaluation.find(name)->apgr);
  }
  REQUIRE(*evaluation.find("random")->apgr == Approx(0.5));
  REQUIRE_FALSE(evaluation.find("random")->router.auroc);
  REQUIRE(evaluation.find("entropy")->router.auroc);
  REQUIRE_FALSE(evaluation.find("entropy")->router.brier);
  double squared = 0;
  const auto wanted = routing::oracle(problem.variants[0].test);
  for (std::size_t i = 0; i < 40; ++i)
    squared += std::pow(
        1 / (1 + std::exp(-problem.method("router").test[i])) - (wanted[i] == routing::Route::cloud), 2);
  REQUIRE(*evaluation.find("router")->router.brier == Approx(squared / 40));
}

TEST_CASE("a predicted probability is held against the oracle's label, a predicted gain against the gain",
          "[eval]") {
  RoutingProblem problem = every_kind();
  problem.methods[4].meaning = ScoreMeaning::expected_gain;  // max_prob
  const Evaluation evaluation = evaluated(problem);
  REQUIRE(evaluation.find("entropy")->router.reliability.empty());
  REQUIRE_FALSE(evaluation.find("entropy")->router.ece);
  const auto mean_of_bins = [&](const std::string& method, double stats::ReliabilityBin::*side) {
    double sum = 0;
    for (const auto& bin : evaluation.find(method)->router.reliability)
      sum += static_cast<double>(bin.count) * bin.*side;
    return sum / 40;
  };
  const routing::OutcomeShares share = routing::shares(problem.variants[0].test);
  REQUIRE(mean_of_bins("router", &stats::ReliabilityBin::observed) == Approx(share.helpful));
  REQUIRE(mean_of_bins("max_prob", &stats::ReliabilityBin::observed) ==
          Approx(share.helpful - share.harmful));
  double probability = 0, gain = 0;
  for (std::size_t i = 0; i < 40; ++i) {
    probability += 1 / (1 + std::exp(-problem.method("router").test[i])) / 40;
    gain += problem.method("max_prob").test[i] / 40;
  }
  REQUIRE(mean_of_bins("router", &stats::ReliabilityBin::predicted) == Approx(probability));
  REQUIRE(mean_of_bins("max_prob", &stats::ReliabilityBin::predicted) == Approx(gain));
  REQUIRE_FALSE(evaluation.find("max_prob")->router.brier);
  REQUIRE(*evaluation.find("max_prob")->router.ece ==
          stats::expected_calibration_error(evaluation.find("max_prob")->router.reliability));
}

TEST_CASE("a gain without bounds is not put into bins", "[eval]") {
  RoutingProblem problem = every_kind();
  problem.methods[4].meaning = ScoreMeaning::expected_gain;
  problem.methods[4].test[3] = std::numeric_limits<double>::infinity();
  REQUIRE(evaluated(problem).find("max_prob")->router.reliability.empty());
  REQUIRE_FALSE(evaluated(problem).find("max_prob")->router.ece);
}

TEST_CASE(
    "where answers are not just right or wrong there is no McNemar test, by a table no bound of the paper's",
    "[eval]") {
  RoutingProblem problem = every_kind();
  for (auto& variant : problem.variants)
    for (double& value : variant.test.cloud_value) value *= 0.5;
  problem.accuracy.utility = "balanced_accuracy";
  Evaluation evaluation = evaluated(problem);
  REQUIRE(evaluation.accuracy == problem.accuracy);
  for (const auto& comparison : evaluation.comparisons) REQUIRE_FALSE(comparison.p_mcnemar);
  REQUIRE(evaluation.ceilings[0].paper_upper_bound);
  problem.accuracy.utility = "costs.csv";
  REQUIRE_FALSE(evaluated(problem).ceilings[0].paper_upper_bound);
}

TEST_CASE("two models that are equally good leave no gap to recover", "[eval]") {
  RoutingProblem problem = every_kind();
  problem.variants[0].test.cloud_value = problem.variants[0].test.base_value;
  const Evaluation evaluation = evaluated(problem);
  REQUIRE_FALSE(evaluation.find("random")->apgr);
  REQUIRE(evaluation.find("random")->audc);
}

TEST_CASE("everything with a curve is compared with every opponent that is there", "[eval]") {
  const Evaluation evaluation = evaluated(every_kind());
  std::set<std::pair<std::string, std::string>> pairs;
  for (const auto& c : evaluation.comparisons) pairs.insert({c.method, c.against});
  std::set<std::pair<std::string, std::string>> expected;
  for (const auto* method : {"random", "entropy", "max_prob", "router", "max_prob_before"})
    for (const auto* against : {"max_prob", "entropy", "max_prob_before"})
      if (std::string(method) != against) expected.insert({method, against});
  REQUIRE(pairs == expected);
  REQUIRE(evaluation.comparisons.size() == 2 * expected.size());

  RoutingProblem no_opponents = every_kind();
  std::erase_if(no_opponents.methods,
                [](const Method& m) { return m.measure != "random" && m.measure != "router"; });
  REQUIRE(evaluated(no_opponents).comparisons.empty());
}

TEST_CASE("a comparison is the difference in matched accuracy, seen from either side", "[eval]") {
  const Evaluation evaluation = evaluated(every_kind());
  const auto comparison = [&](const std::string& method, const std::string& against, double coverage) {
    for (const auto& c : evaluation.comparisons)
      if (c.method == method && c.against == against && c.target_coverage == coverage) return c;
    FAIL("no comparison of " << method << " with " << against);
    return Comparison{};
  };
  for (std::size_t c = 0; c < 2; ++c) {
    const Comparison forth = comparison("entropy", "max_prob_before", kConfig.coverages[c]);
    REQUIRE(forth.delta == evaluation.find("entropy")->points[c].matched_accuracy -
                               evaluation.find("max_prob_before")->points[c].matched_accuracy);
    REQUIRE((forth.ci.low <= forth.delta && forth.delta <= forth.ci.high));
    REQUIRE(forth.p_mcnemar.has_value());
    REQUIRE((*forth.p_mcnemar > 0 && *forth.p_mcnemar <= 1));
    const Comparison there = comparison("entropy", "max_prob", kConfig.coverages[c]);
    const Comparison back = comparison("max_prob", "entropy", kConfig.coverages[c]);
    REQUIRE(there.delta == -back.delta);
    REQUIRE(there.ci.low == Approx(-back.ci.high).margin(1e-12));
    REQUIRE(there.p_mcnemar == back.p_mcnemar);
  }
}

TEST_CASE("a method equal to its opponent differs by nothing", "[eval]") {
  RoutingProblem problem = every_kind();
  problem.methods[5].test = problem.methods[4].test;
  const Evaluation evaluation = evaluated(problem);
  for (const auto& c : evaluation.comparisons) {
    if (c.method != "router" || c.against != "max_prob") continue;
    REQUIRE((c.delta == 0 && c.ci.low == 0 && c.ci.high == 0 && c.p_mcnemar == 1.0));
  }
}

TEST_CASE("McNemar's test counts the decisions of a cut that splits no tie", "[eval]") {
  // Coverage 0.5 of 8: entropy sends the first four, which help, max_prob the last four, which do not; margin
  // is one tie and sends nothing, so that a test against it would compare how much is sent.
  RoutingProblem problem{.variants = {{"", outcomes_from("0", "1"), outcomes_from("00001111", "11111111")}}};
  problem.methods.push_back({.measure = "entropy", .tune = {1}, .test = {8, 7, 6, 5, 4, 3, 2, 1}});
  problem.methods.push_back({.measure = "max_prob", .tune = {1}, .test = {1, 2, 3, 4, 5, 6, 7, 8}});
  problem.methods.push_back({.measure = "margin", .tune = {1}, .test = routing::RoutingScores(8, 1.0)});
  const Evaluation evaluation = evaluate(problem, {.coverages = {0.5}, .latency_ms = {}, .bootstrap = 10},
                                         lumps(1, 1), {}, SeedTree(1));
  REQUIRE(evaluation.comparisons[0].method == "entropy");
  REQUIRE(evaluation.comparisons[0].p_mcnemar.value() == Approx(2.0 / 16));
  REQUIRE(evaluation.comparisons[0].delta == Approx(1 - 0.5));
  REQUIRE(evaluation.comparisons.back().method == "margin");
  REQUIRE_FALSE(evaluation.comparisons.back().p_mcnemar.has_value());
}

TEST_CASE("ceilings are given per coverage, of the first variant", "[eval]") {
  const RoutingProblem problem = every_kind();
  const Evaluation evaluation = evaluated(problem);
  const DeferralCurve oracle = oracle_curve(problem.variants[0].test);
  REQUIRE(evaluation.ceilings.size() == 2);
  for (std::size_t c = 0; c < 2; ++c) {
    const double coverage = kConfig.coverages[c];
    REQUIRE(evaluation.ceilings[c].target_coverage == coverage);
    REQUIRE(evaluation.ceilings[c].at_most == ceiling_at_most(oracle, coverage));
    REQUIRE(evaluation.ceilings[c].exactly == ceiling_exactly(oracle, coverage));
    REQUIRE(evaluation.ceilings[c].paper_upper_bound ==
            paper_upper_bound(evaluation.test.base_accuracy, evaluation.test.cloud_accuracy, coverage));
    REQUIRE(evaluation.find("oracle")->points[c].accuracy == Approx(evaluation.ceilings[c].at_most));
  }
}

TEST_CASE("an evaluation depends on its arguments alone", "[eval]") {
  const auto ends = [](const Evaluation& evaluation) {
    std::vector<double> all;
    for (const auto& c : evaluation.comparisons)
      all.insert(all.end(), {c.delta, c.ci.low, c.ci.high, c.p_mcnemar.value_or(-1)});
    return all;
  };
  REQUIRE(ends(evaluated(every_kind())) == ends(evaluated(every_kind())));
}

TEST_CASE("every method pays for what it runs on the device", "[eval]") {
  const RoutingProblem problem = every_kind();
  const cost::Workload workload{.base_macs = 1e7, .cloud_macs = 1e9, .input_bytes = 25000};
  REQUIRE(with_router(workload, problem.method("router")).router_macs == 5e6);
  REQUIRE(with_router(workload, problem.method("entropy")).router_macs == 0);
  const Evaluation evaluation = evaluate(problem, kConfig, parts(), workload, SeedTree(1));
  const OperatingPoint& entropy = evaluation.find("entropy")->points[0];
  const OperatingPoint& router = evaluation.find("router")->points[0];
  // 100 ms for the base, 50 ms for the router, 200 ms for 25,000 bytes, 100 ms in the cloud.
  REQUIRE(*entropy.latency_ms == Approx(100 + (1 - entropy.coverage) * 300));
  REQUIRE(*router.latency_ms == Approx(150 + (1 - router.coverage) * 300));
  REQUIRE(*router.macs == Approx(1.5e7 + (1 - router.coverage) * 1e9));
}

TEST_CASE("what an input costs is listed by coverage, with the router where that costs more", "[eval]") {
  const Evaluation evaluation =
      evaluate(every_kind(), {.coverages = {0.9, 0.6}, .latency_ms = {}, .bootstrap = 0}, parts(),
               {.base_macs = 1e7, .input_bytes = 12500}, SeedTree(1));
  const auto& costs = evaluation.profiles.front().mean_costs;
  // 100 ms of computation for every input, 100 ms to send one and 100 ms in the cloud.
  const MeanCost& plain = costs.at(0);
  REQUIRE((plain.resource == cost::Resource::latency && !plain.routed));
  REQUIRE((plain.all_kept == Approx(100) && plain.cloud_only == Approx(200)));
  REQUIRE(plain.at.size() == 2);
  REQUIRE((plain.at[0] == Approx(120) && plain.at[1] == Approx(180)));
  const MeanCost& routed = costs.at(1);
  REQUIRE((routed.resource == cost::Resource::latency && routed.routed));
  REQUIRE((routed.all_kept > plain.all_kept && routed.cloud_only == plain.cloud_only));
  REQUIRE(routed.at[1] - routed.at[0] == Approx(60));
  // Lumps of latency and energy include the router; MACs are always counted.
  const Evaluation of_lumps = evaluated(every_kind());
  for (const auto& cost : of_lumps.profiles.front().mean_costs)
    REQUIRE((!cost.routed || cost.resource == cost::Resource::macs));
}

TEST_CASE("a latency budget becomes the coverage that it allows", "[eval]") {
  const auto results = budgets_of(every_kind(), {100, 600, 2200}, lumps(200, 2000), {});
  REQUIRE(results.size() == every_kind().methods.size() * 3);
  REQUIRE_FALSE(result_of(results, "on_device", 100).point);
  REQUIRE_FALSE(result_of(results, "entropy", 100).point);
  REQUIRE(result_of(results, "on_device", 600).point->coverage == 1);
  REQUIRE(result_of(results, "random", 600).point->coverage == Approx(0.8));
  REQUIRE(result_of(results, "entropy", 600).point->target_coverage == Approx(0.8));
  REQUIRE(result_of(results, "entropy", 600).point->tuned_coverage >= 0.8 - 1e-9);
  REQUIRE(result_of(results, "entropy", 2200).point->target_coverage == 0);
}

TEST_CASE("on_cloud is there where its own latency fits, whatever the device costs", "[eval]") {
  const auto slow_cloud = budgets_of(every_kind(), {600, 1999, 2000}, lumps(200, 2000), {});
  REQUIRE_FALSE(result_of(slow_cloud, "on_cloud", 600).point);
  REQUIRE_FALSE(result_of(slow_cloud, "on_cloud", 1999).point);
  REQUIRE(result_of(slow_cloud, "on_cloud", 2000).point->coverage == 0);
  const auto slow_device = budgets_of(every_kind(), {150}, lumps(200, 100), {});
  REQUIRE(result_of(slow_device, "on_cloud", 150).point->latency_ms == 100);
  REQUIRE_FALSE(result_of(slow_device, "on_device", 150).point);
}

TEST_CASE("a router's own latency leaves less to send", "[eval]") {
  const cost::Workload workload{.base_macs = 1e7, .cloud_macs = 1e9, .input_bytes = 25000};
  const auto results = budgets_of(every_kind(), {220}, parts(), workload);
  REQUIRE(result_of(results, "entropy", 220).point->target_coverage == Approx(1 - 120.0 / 300));
  REQUIRE(result_of(results, "router", 220).point->target_coverage == Approx(1 - 70.0 / 300));
}

TEST_CASE("a profile that does not price latency has no budgets, but a result of its own", "[eval]") {
  REQUIRE(budgets_of(every_kind(), {600}, parts(), {}).empty());
}

TEST_CASE("every profile has its own budgets, the first one prices the points", "[eval]") {
  const std::vector<cost::SystemProfile> others{lumps(100, 1000)};
  const config::EvaluationConfig config{.coverages = {0.8}, .latency_ms = {600}, .bootstrap = 0};
  const Evaluation evaluation = evaluate(every_kind(), config, lumps(200, 2000), {}, SeedTree(1), others);
  REQUIRE(evaluation.profiles.size() == 2);
  REQUIRE(result_of(evaluation.profiles[0].budgets, "entropy", 600).point->target_coverage == Approx(0.8));
  REQUIRE(result_of(evaluation.profiles[1].budgets, "entropy", 600).point->target_coverage == Approx(0.5));
  REQUIRE(evaluation.profiles[1].bounds.front().coverage == Approx(0.5));
  REQUIRE(evaluation.find("random")->points.front().latency_ms == Approx(200 + 0.2 * 2000));
}

TEST_CASE("what a budget means without a router, and how far thresholds exceed it on test", "[eval]") {
  cost::SystemProfile profile = lumps(200, 2000);
  profile.lumps.energy_mj = {10, 100, "paper"};
  const RoutingProblem problem = test::tiny_problem();
  const ProfileResult result =
      evaluate(problem, {.latency_ms = {100, 600}, .bootstrap = 0}, profile, {}, SeedTree(1))
          .profiles.front();
  REQUIRE_FALSE((result.bounds[0].coverage || result.bounds[0].energy_mj || result.bounds[0].ceiling));
  REQUIRE(result.bounds[1].coverage == Approx(0.8));
  REQUIRE(result.bounds[1].energy_mj == Approx(30));
  REQUIRE(result.bounds[1].paper_upper_bound == Approx(0.6 + 0.3 / 0.4 * 0.2));
  REQUIRE(result.bounds[1].ceiling == Approx(0.8));
  // Tuned to 0.4, router sends the scores 5 to 1, half of the test part: 1200 ms.
  REQUIRE(result.largest_overshoot == Approx(1));
}

namespace {

/// Every kind of method on 40 examples of which each half tunes the other. The router was fitted on either
/// half.
RoutingProblem in_halves() {
  RoutingProblem problem = every_kind();
  Rng rng(7);
  for (std::size_t i = 0; i < 40; ++i) problem.half.push_back(i % 5 < 2 ? 1 : 0);
  for (auto& variant : problem.variants) variant.tune = variant.test;
  for (auto& method : problem.methods)
    if (method.kind == MethodKind::scored && method.measure != "router") method.tune = method.test;
  problem.methods[5].tune = random_scores(40, rng);
  return problem;
}

/// The ordinary problem that tests the rows of one half and tunes on those of the other.
RoutingProblem direction(const RoutingProblem& problem, std::uint8_t tested) {
  RoutingProblem one = problem;
  one.half.clear();
  const auto rows = [&](auto& values, bool of_tested) {
    auto all = std::move(values);
    values.clear();
    for (std::size_t i = 0; i < all.size(); ++i)
      if ((problem.half[i] == tested) == of_tested) values.push_back(all[i]);
  };
  for (auto& variant : one.variants)
    for (const bool of_tested : {false, true}) {
      routing::Outcomes& part = of_tested ? variant.test : variant.tune;
      rows(part.base_value, of_tested);
      rows(part.cloud_value, of_tested);
    }
  for (auto& method : one.methods)
    if (method.kind == MethodKind::scored) {
      rows(method.tune, false);
      rows(method.test, true);
    }
  return one;
}

}  // namespace

TEST_CASE("the figures of an exchanged problem are the means of its two directions", "[eval]") {
  const RoutingProblem problem = in_halves();
  const Evaluation both = evaluated(problem);
  const Evaluation first = evaluated(direction(problem, 0)), second = evaluated(direction(problem, 1));
  REQUIRE((both.cross_fitted && !first.cross_fitted));
  REQUIRE((both.n_tune == 40 && both.n_test == 40));
  const double share = static_cast<double>(first.n_test) / 40;
  REQUIRE(share == 0.6);
  const auto mean = [&](double a, double b) { return Approx(share * a + (1 - share) * b).margin(1e-12); };
  REQUIRE(both.test.helpful == mean(first.test.helpful, second.test.helpful));
  for (std::size_t m = 0; m < both.methods.size(); ++m) {
    const MethodResult &b = both.methods[m], &x = first.methods[m], &y = second.methods[m];
    INFO(b.name);
    if (b.audc) REQUIRE(*b.audc == mean(*x.audc, *y.audc));
    if (b.router.auroc) {
      REQUIRE(*b.router.auroc == mean(*x.router.auroc, *y.router.auroc));
      REQUIRE(*b.router.average_precision == mean(*x.router.average_precision, *y.router.average_precision));
    }
    if (b.router.ece) {  // the halves' scores mean the same, so they share the bins
      std::int64_t count = 0;
      for (const auto& bin : b.router.reliability) count += bin.count;
      REQUIRE(count == 40);
    }
    if (b.router.brier) REQUIRE(*b.router.brier == mean(*x.router.brier, *y.router.brier));
    if (b.kind == MethodKind::oracle) continue;  // its ceiling is that of all examples
    for (std::size_t c = 0; c < b.points.size(); ++c) {
      REQUIRE(b.points[c].accuracy == mean(x.points[c].accuracy, y.points[c].accuracy));
      REQUIRE(b.points[c].matched_accuracy ==
              mean(x.points[c].matched_accuracy, y.points[c].matched_accuracy));
      REQUIRE(b.points[c].coverage == mean(x.points[c].coverage, y.points[c].coverage));
      for (const auto figure : {&OperatingPoint::oracle_agreement, &OperatingPoint::missed_help,
                                &OperatingPoint::useless_send, &OperatingPoint::harmful_send})
        REQUIRE(b.points[c].*figure == mean(x.points[c].*figure, y.points[c].*figure));
      if (b.points[c].coverage_error)
        REQUIRE(*b.points[c].coverage_error ==
                mean(*x.points[c].coverage_error, *y.points[c].coverage_error));
      REQUIRE(*b.points[c].latency_ms == mean(*x.points[c].latency_ms, *y.points[c].latency_ms));
      if (b.kind == MethodKind::scored) REQUIRE_FALSE(b.points[c].threshold);
    }
  }
  for (std::size_t i = 0; i < both.comparisons.size(); ++i)
    REQUIRE(both.comparisons[i].delta == mean(first.comparisons[i].delta, second.comparisons[i].delta));
}

TEST_CASE("intervals of an exchanged problem come from resamples within each half, paired over all methods",
          "[eval]") {
  const RoutingProblem problem = in_halves();
  const std::size_t resamples = 60;
  std::vector<const Method*> methods;
  for (const auto& method : problem.methods)
    if (method.kind == MethodKind::scored) methods.push_back(&method);
  // Fold by fold, each resample written out; the second half draws from a seed of its own.
  std::vector<std::vector<std::vector<double>>> sums(
      methods.size(), std::vector<std::vector<double>>(2, std::vector<double>(resamples, 0.0)));
  for (std::uint8_t f = 0; f < 2; ++f) {
    const RoutingProblem part = direction(problem, f);
    std::vector<ScoredOutcomes> scored;
    for (const auto* method : methods)
      scored.push_back({part.method(method->name()).test, &part.variant_of(*method).test});
    const SeedTree seed = f == 0 ? SeedTree(1) : SeedTree(1).at("fold", 1);
    auto drawn = reference::paired_bootstrap(scored, kConfig.coverages, resamples, seed);
    for (std::size_t m = 0; m < methods.size(); ++m)
      for (std::size_t c = 0; c < 2; ++c)
        for (std::size_t r = 0; r < resamples; ++r)
          sums[m][c][r] += static_cast<double>(part.n_test()) / 40 * drawn.at(r, m, c);
  }
  const auto place = [&](const std::string& name) {
    for (std::size_t m = 0; m < methods.size(); ++m)
      if (methods[m]->name() == name) return m;
    return methods.size();
  };
  int compared = 0;
  for (const auto& comparison : evaluated(problem).comparisons) {
    const std::size_t m = place(comparison.method), a = place(comparison.against);
    if (m == methods.size() || a == methods.size()) continue;
    const std::size_t c = comparison.target_coverage == 0.9 ? 0 : 1;
    std::vector<double> differences;
    for (std::size_t r = 0; r < resamples; ++r) differences.push_back(sums[m][c][r] - sums[a][c][r]);
    REQUIRE(comparison.ci.low == Approx(stats::central_95(differences).low).margin(1e-12));
    REQUIRE(comparison.ci.high == Approx(stats::central_95(differences).high).margin(1e-12));
    ++compared;
  }
  REQUIRE(compared == 18);
}

TEST_CASE("McNemar's test on halves counts the decisions of both", "[eval]") {
  // In each half of four, half is sent: entropy sends what helps, max_prob what does not.
  RoutingProblem problem;
  const routing::Outcomes all = outcomes_from("00110011", "11111111");
  problem.variants = {{"", all, all}};
  problem.half = {0, 0, 0, 0, 1, 1, 1, 1};
  const routing::RoutingScores right{4, 3, 2, 1, 40, 30, 20, 10}, wrong{1, 2, 3, 4, 10, 20, 30, 40};
  problem.methods = {{.measure = "entropy", .tune = right, .test = right},
                     {.measure = "max_prob", .tune = wrong, .test = wrong}};
  const Evaluation evaluation = evaluate(problem, {.coverages = {0.5}, .latency_ms = {}, .bootstrap = 10},
                                         lumps(1, 1), {}, SeedTree(1));
  REQUIRE(evaluation.comparisons[0].method == "entropy");
  REQUIRE(evaluation.comparisons[0].p_mcnemar.value() == Approx(2.0 / 16));
  REQUIRE(evaluation.comparisons[0].delta == Approx(0.5));
}

TEST_CASE("budgets of an exchanged problem are met on the tuning half of each fold", "[eval]") {
  const RoutingProblem problem = in_halves();
  for (const auto& result : budgets_of(problem, {600}, lumps(200, 2000), {})) {
    if (problem.method(result.method).kind != MethodKind::scored) continue;
    REQUIRE(result.point->target_coverage == Approx(0.8));
    REQUIRE(result.point->tuned_coverage >= 0.8 - 1e-9);
  }
}

TEST_CASE("results carry their variant, their measure and their kind", "[eval]") {
  const Evaluation evaluation = evaluated(every_kind());
  const MethodResult& before = *evaluation.find("max_prob_before");
  REQUIRE((before.measure == "max_prob" && before.variant == "before" && before.kind == MethodKind::scored));
  const MethodResult& random = *evaluation.find("random");
  REQUIRE((random.measure == "random" && random.variant.empty() && random.kind == MethodKind::random));
}

TEST_CASE("opponents are max_prob of every variant, and entropy of the first and the one before", "[eval]") {
  RoutingProblem problem = every_kind();
  REQUIRE(opponents(problem) == std::vector<std::string>{"max_prob", "entropy", "max_prob_before"});
  for (const auto* suffix : {"control", "weights_only"}) {
    problem.variants.push_back(problem.variants[1]);
    problem.variants.back().suffix = suffix;
    for (const auto* measure : {"entropy", "max_prob"}) {
      problem.methods.push_back(problem.method("max_prob_before"));
      problem.methods.back().measure = measure;
      problem.methods.back().variant = suffix;
    }
  }
  problem.methods.push_back(problem.method("max_prob_before"));
  problem.methods.back().measure = "entropy";
  REQUIRE(opponents(problem) == std::vector<std::string>{"max_prob", "entropy", "entropy_before",
                                                         "max_prob_before", "max_prob_control",
                                                         "max_prob_weights_only"});
}
