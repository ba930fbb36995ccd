#include "eval/certified_tuning.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/seed.h"
#include "core/sha256.h"
#include "reference/binomial.h"
#include "stats/binomial.h"
#include "support/tiny_problem.h"

using namespace hybrid;
using namespace hybrid::eval;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
const PointOptions kSure{.confidence = 0.95};

/// n tuning examples of scores 1 to n: the base is right on the lower `base_right` of them, the cloud on all
/// but the last `cloud_wrong`.
RoutingProblem ladder(std::size_t n, std::size_t base_right, std::size_t cloud_wrong) {
  RoutingProblem problem{.classes = 2, .variants = {{}}};
  Method method{.measure = "max_prob"};
  for (std::size_t i = 0; i < n; ++i) {
    method.tune.push_back(double(i + 1));
    problem.variants[0].tune.base_value.push_back(i < base_right ? 1 : 0);
    problem.variants[0].tune.cloud_value.push_back(i + cloud_wrong < n ? 1 : 0);
  }
  method.test = method.tune;
  problem.variants[0].test = problem.variants[0].tune;
  problem.methods = {{.measure = "random", .kind = MethodKind::random}, method};
  return problem;
}

/// 100 ms for every input, 1000 ms more for one that is sent.
MethodCosts costs() {
  MethodCosts costs;
  costs.mean.items = {{.name = "all",
                       .resource = cost::Resource::latency,
                       .per_input = 100,
                       .per_offload = 1000,
                       .source = "assumed"}};
  return costs;
}

Tuning tuned(const Requirements& requirements, const RoutingProblem& problem, const PointOptions& options,
             const MethodCosts& method_costs = costs()) {
  return tune(requirements, problem, problem.method("max_prob"), method_costs, options);
}

TunedPoint point(const Tuning& tuning) {
  REQUIRE(std::holds_alternative<TunedPoint>(tuning));
  return std::get<TunedPoint>(tuning);
}

Refusal refusal(const Tuning& tuning) {
  REQUIRE(std::holds_alternative<Refusal>(tuning));
  return std::get<Refusal>(tuning);
}

}  // namespace

TEST_CASE("a certified coverage is the order statistic of the Beta distribution", "[certified]") {
  const RoutingProblem problem = ladder(100, 60, 10);
  REQUIRE(point(tuned({.budgets = {}, .coverage = 0.8}, problem, {})).threshold == 80.0);
  const TunedPoint sure = point(tuned({.budgets = {}, .coverage = 0.8}, problem, kSure));
  REQUIRE(sure.threshold == 87.0);
  REQUIRE(sure.point.tuned_coverage == 0.87);
  REQUIRE(sure.point.target_coverage == 0.8);
  REQUIRE(sure.certificate->examples == 100);
  REQUIRE(sure.certificate->estimate->threshold == 80.0);
  // 0.05^(1 / 100), with the largest score as the threshold
  REQUIRE(sure.certificate->highest_coverage.value() == Approx(std::pow(0.05, 0.01)));
  // More confidence keeps more.
  REQUIRE(point(tuned({.budgets = {}, .coverage = 0.8}, problem, {.confidence = 0.99})).threshold > 87.0);
}

TEST_CASE("ties and expected gains can only raise a certified threshold", "[certified]") {
  RoutingProblem problem = ladder(100, 60, 10);
  for (double& score : problem.methods[1].tune) score = std::ceil(score / 20);
  REQUIRE(point(tuned({.budgets = {}, .coverage = 0.8}, problem, kSure)).point.tuned_coverage == 1);
  problem = ladder(100, 60, 10);
  for (double& score : problem.methods[1].tune) score -= 95;
  problem.methods[1].meaning = ScoreMeaning::expected_gain;
  REQUIRE(point(tuned({.budgets = {}, .coverage = 0.8}, problem, kSure)).threshold == 0.0);
}

TEST_CASE("a common cost's budget is certified as the coverage of Eq. 1", "[certified]") {
  const RoutingProblem problem = ladder(100, 60, 10);
  const TunedPoint sure = point(tuned({.budgets = {{cost::Resource::latency, 300}}}, problem, kSure));
  REQUIRE(sure.threshold == 87.0);
  REQUIRE(sure.certificate->lowest_budgets.at(cost::Resource::latency) ==
          Approx(100 + 1000 * (1 - std::pow(0.05, 0.01))));
  // Of two limits, the stricter decides, and they are one claim: no smaller error probability.
  REQUIRE(point(tuned({.budgets = {{cost::Resource::latency, 300}}, .coverage = 0.7}, problem, kSure))
              .threshold == 87.0);
  REQUIRE(point(tuned({.budgets = {{cost::Resource::latency, 400}}, .coverage = 0.8}, problem, kSure))
              .threshold == 87.0);
}

TEST_CASE("sending nothing or everything needs no examples", "[certified]") {
  const RoutingProblem problem = ladder(10, 6, 1);
  REQUIRE(point(tuned({.budgets = {}, .coverage = 1}, problem, kSure)).threshold == kInfinity);
  REQUIRE(point(tuned({.budgets = {{cost::Resource::latency, 100}}}, problem, kSure)).point.coverage == 1);
  REQUIRE(point(tuned({.budgets = {{cost::Resource::latency, 1100}}}, problem, kSure)).threshold ==
          -kInfinity);
  REQUIRE(point(tuned({.budgets = {}, .coverage = 0}, problem, kSure)).point.coverage == 0);
}

TEST_CASE("what too few examples cannot certify is refused with the number that would do", "[certified]") {
  const RoutingProblem problem = ladder(58, 40, 5);
  Refusal no = refusal(tuned({.budgets = {}, .coverage = 0.95}, problem, kSure));
  REQUIRE(no.reason == Refusal::Reason::uncertified_coverage);
  REQUIRE(no.examples == 59U);
  REQUIRE(no.certified_on == 58);
  REQUIRE(std::holds_alternative<TunedPoint>(tuned({.budgets = {}, .coverage = no.nearest}, problem, kSure)));
  REQUIRE(point(tuned({.budgets = {}, .coverage = 0.95}, ladder(59, 40, 5), kSure)).threshold == 59.0);

  no = refusal(tuned({.budgets = {{cost::Resource::latency, 150}}}, problem, kSure));
  REQUIRE(no.reason == Refusal::Reason::uncertified_budget);
  REQUIRE(no.resource == cost::Resource::latency);
  REQUIRE(no.examples == 59U);
  REQUIRE(std::holds_alternative<TunedPoint>(
      tuned({.budgets = {{cost::Resource::latency, no.nearest + 1e-9}}}, problem, kSure)));
}

TEST_CASE("an accuracy is certified by the fixed sequence from sending everything", "[certified]") {
  // All sent: 90 of 100 right; keeping the lower ones costs nothing until the base errs from 61 on.
  const RoutingProblem problem = ladder(100, 60, 10);
  REQUIRE(point(tuned({.budgets = {}, .accuracy = 0.8}, problem, {})).threshold == 70.0);
  const TunedPoint sure = point(tuned({.budgets = {}, .accuracy = 0.8}, problem, kSure));
  REQUIRE(sure.threshold == 63.0);  // 87 right
  REQUIRE(sure.certificate->highest_accuracy.value() == Approx(stats::clopper_pearson_lower(90, 100, 0.05)));

  Refusal no = refusal(tuned({.budgets = {}, .accuracy = 0.86}, problem, kSure));
  REQUIRE(no.reason == Refusal::Reason::uncertified_accuracy);
  REQUIRE(no.coverage == 0.9);
  REQUIRE(no.examples.value() == stats::examples_to_show(0.86, 0.9, 1 - 0.95).value());
  REQUIRE(std::holds_alternative<TunedPoint>(tuned({.budgets = {}, .accuracy = no.nearest}, problem, kSure)));
  no = refusal(tuned({.budgets = {}, .accuracy = 0.95}, problem, kSure));
  REQUIRE_FALSE(no.examples);
}

TEST_CASE("an accuracy and limits share the error probability", "[certified]") {
  const RoutingProblem problem = ladder(100, 60, 10);
  const Requirements both{.budgets = {{cost::Resource::latency, 700}}, .accuracy = 0.8};
  const std::size_t right = reference::certifying_count(100, 0.8, 0.025).value();
  REQUIRE(right == 89);
  REQUIRE(point(tuned(both, problem, kSure)).threshold == 61.0);
  const Refusal no =
      refusal(tuned({.budgets = {{cost::Resource::latency, 520}}, .accuracy = 0.8}, problem, kSure));
  REQUIRE(no.reason == Refusal::Reason::together);
  REQUIRE(no.coverage == 0.61);
  REQUIRE(no.nearest == double(reference::certifying_count(100, 0.58, 0.025).value()) / 100);
}

TEST_CASE("costs that differ are certified by their number rounded to the highest", "[certified]") {
  Rng rng = SeedTree(3).at("costs").rng();
  std::size_t impossible = 0;
  for (int trial = 0; trial < 200; ++trial) {
    const std::size_t n = 40 + rng.below(200);
    const RoutingProblem problem = ladder(n, n / 2, n / 10);
    MethodCosts own = costs();
    cost::InputCost& each = own.tune[cost::Resource::latency];
    for (std::size_t i = 0; i < n; ++i) {
      each.per_input.push_back(rng.uniform(100, 150));
      each.per_offload.push_back(rng.uniform(100, 2000));
    }
    own.test = own.tune;
    const double budget = rng.uniform(180, 900);
    const Tuning tuning = tuned({.budgets = {{cost::Resource::latency, budget}}}, problem, kSure, own);

    // The same decisions one after another, from the largest score down; the scores are 1 to n.
    const double low = std::ranges::min(each.per_input);
    double high = 0;
    for (std::size_t i = 0; i < n; ++i) high = std::max(high, each.per_input[i] + each.per_offload[i]);
    std::vector<std::size_t> place;
    for (std::size_t i = 0; i < n; ++i) place.push_back(i);
    std::string bytes;
    for (const auto* values : {&each.per_input, &each.per_offload})
      bytes.append(reinterpret_cast<const char*>(values->data()), values->size() * sizeof(double));
    Rng levels = SeedTree(1).at(sha256(bytes)).rng();
    levels.shuffle(std::span(place));
    std::vector<double> level;
    for (const auto p : place) level.push_back(low + (high - low) * double(p) / double(n));
    const auto high_if_kept = [&](std::size_t kept) {
      std::size_t count = 0;
      for (std::size_t i = 0; i < n; ++i)
        if (level[i] < each.per_input[i] + (i < kept ? 0 : each.per_offload[i])) ++count;
      return count;
    };
    const auto needed = reference::certifying_count(n, 1 - (budget - low) / (high - low), 1 - 0.95);
    if (!needed || n - high_if_kept(n) < *needed) {
      ++impossible;
      const Refusal no = refusal(tuning);
      REQUIRE(no.reason == Refusal::Reason::uncertified_budget);
      REQUIRE(no.nearest > budget);
      REQUIRE(std::holds_alternative<TunedPoint>(
          tuned({.budgets = {{cost::Resource::latency, no.nearest * (1 + 1e-9)}}}, problem, kSure, own)));
      continue;
    }
    std::size_t kept = n;
    while (kept > 0 && n - high_if_kept(kept - 1) >= *needed) --kept;
    // Nor less than the costs as they are permit.
    const auto mean_if_kept = [&](std::size_t lowest) {
      double sum = 0;
      for (std::size_t i = 0; i < n; ++i) sum += each.per_input[i] + (i < lowest ? 0 : each.per_offload[i]);
      return sum / double(n);
    };
    while (mean_if_kept(kept) > budget) ++kept;
    const TunedPoint sure = point(tuning);
    REQUIRE(sure.point.tuned_coverage == Approx(double(kept) / double(n)));
    REQUIRE(sure.certificate->assumed.at(cost::Resource::latency).high == high);
    REQUIRE(sure.certificate->assumed.at(cost::Resource::latency).low == low);
    REQUIRE(sure.certificate->lowest_budgets.at(cost::Resource::latency) <= budget * (1 + 1e-9));
  }
  REQUIRE(impossible > 0);
  REQUIRE(impossible < 100);
}

TEST_CASE("a certified budget of single costs never sends more than the point estimate", "[certified]") {
  Rng rng = SeedTree(4).at("costs").rng();
  for (int trial = 0; trial < 200; ++trial) {
    const std::size_t n = 40 + rng.below(100);
    const RoutingProblem problem = ladder(n, n / 2, n / 10);
    MethodCosts own = costs();
    cost::InputCost& each = own.tune[cost::Resource::latency];
    for (std::size_t i = 0; i < n; ++i) {
      each.per_input.push_back(100);
      each.per_offload.push_back(rng.uniform(100, 2000));
    }
    own.test = own.tune;
    const Requirements wanted{.budgets = {{cost::Resource::latency, rng.uniform(300, 900)}}};
    const Tuning sure = tuned(wanted, problem, {.confidence = rng.uniform(0.5, 0.75)}, own);
    REQUIRE(point(sure).threshold.value() >= point(tuned(wanted, problem, {}, own)).threshold.value());
  }
}

TEST_CASE("costs of single inputs that are all alike are certified as a common cost", "[certified]") {
  const RoutingProblem problem = ladder(200, 120, 20);
  MethodCosts own = costs();
  own.tune[cost::Resource::latency] = {std::vector<double>(200, 100), std::vector<double>(200, 1000)};
  own.test = own.tune;
  for (const double budget : {150.0, 300.0, 450.0, 900.0}) {
    const Requirements wanted{.budgets = {{cost::Resource::latency, budget}}};
    REQUIRE(point(tuned(wanted, problem, kSure, own)).threshold ==
            point(tuned(wanted, problem, kSure)).threshold);
    REQUIRE(
        point(tuned(wanted, problem, kSure, own)).certificate->lowest_budgets.at(cost::Resource::latency) ==
        Approx(point(tuned(wanted, problem, kSure)).certificate->lowest_budgets.at(cost::Resource::latency)));
  }
}

TEST_CASE("a confidence is refused where it would promise nothing", "[certified]") {
  using Reason = Refusal::Reason;
  RoutingProblem problem = ladder(100, 60, 10);
  const Requirements coverage{.budgets = {}, .coverage = 0.8}, accuracy{.budgets = {}, .accuracy = 0.8};
  REQUIRE(refusal(tuned({.budgets = {}, .trade = Trade{.price = 0.1}}, problem, kSure)).reason ==
          Reason::confidence_trade);
  REQUIRE(refusal(tune(coverage, problem, problem.method("random"), costs(), kSure)).reason ==
          Reason::confidence_scores);
  problem.accuracy.weighted = true;
  REQUIRE(refusal(tuned(accuracy, problem, kSure)).reason == Reason::confidence_utility);
  REQUIRE(std::holds_alternative<TunedPoint>(tuned(coverage, problem, kSure)));
  problem.accuracy = {};

  problem.methods[1].measure = "two_head";
  const auto of_two_head = [&](const PointOptions& options) {
    return tune(coverage, problem, problem.method("two_head"), costs(), options);
  };
  REQUIRE(refusal(of_two_head(kSure)).reason == Reason::confidence_fitted);
  // Recalibrated, the threshold comes from test scores, which no fit has seen.
  REQUIRE(
      point(of_two_head({.recalibrate = config::Recalibration::unlabeled, .confidence = 0.95})).threshold ==
      87.0);
  problem.certify.assign(100, 0);
  for (std::size_t i = 0; i < 100; i += 2) problem.certify[i] = 1;
  const TunedPoint sure = point(of_two_head(kSure));
  REQUIRE(sure.certificate->examples == 50);
  // The 45th of the scores 1, 3, ..., 99
  REQUIRE(stats::certifying_count(50, 0.8, 0.05) == 45U);
  REQUIRE(sure.threshold == 89.0);
  problem.methods[1].measure = "max_prob";
  REQUIRE(point(tuned(coverage, problem, kSure)).threshold == 87.0);

  for (std::size_t i = 0; i < 100; ++i) problem.half.push_back(i % 2);
  REQUIRE(refusal(tuned(coverage, problem, kSure)).reason == Reason::confidence_halves);
}

TEST_CASE("fused predictions certify what is sent, not how often they are right", "[certified]") {
  RoutingProblem problem = ladder(100, 60, 10);
  problem.variants.push_back(problem.variants[0]);
  problem.variants[1].suffix = kFused;
  problem.methods[1].variant = kFused;
  const Method& fused = problem.methods[1];
  REQUIRE(refusal(tune({.budgets = {}, .accuracy = 0.8}, problem, fused, costs(), kSure)).reason ==
          Refusal::Reason::confidence_utility);
  REQUIRE(point(tune({.budgets = {}, .coverage = 0.8}, problem, fused, costs(), kSure)).threshold == 87.0);
}
