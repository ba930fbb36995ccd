#include "eval/operating_point.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "unit/routing/tiny_sets.h"

using namespace hybrid;
using namespace hybrid::eval;
using test::outcomes_from;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// 10 test examples: base 0.4, cloud 0.7, helpful 0.5, harmful 0.2.
RoutingProblem ten_examples() {
  RoutingProblem problem{
      .variants = {{"", outcomes_from("0101", "1111"), outcomes_from("1111000000", "0011111110")}}};
  problem.methods = {{.measure = "on_device", .kind = MethodKind::on_device},
                     {.measure = "on_cloud", .kind = MethodKind::on_cloud},
                     {.measure = "random", .kind = MethodKind::random},
                     {.measure = "oracle", .kind = MethodKind::oracle},
                     {.measure = "entropy", .tune = {1, 5, 7, 9}, .test = {0, 2, 8, 4, 6, 9, 10, 7, 3, 5}}};
  return problem;
}

/// 200 ms always, 2000 ms if sent; no energy; 10 MACs on the device, 1000 in the cloud.
MethodCosts tiny_cost() {
  return {.mean = {.profile = "tiny",
                   .items = {{"lump", cost::Resource::latency, 200, 2000, "paper"},
                             {"base", cost::Resource::macs, 10, 0, "assumed"},
                             {"cloud", cost::Resource::macs, 0, 1000, "assumed"}},
                   .unknown = {}}};
}

OperatingPoint point_of(const std::string& name, double coverage) {
  const RoutingProblem problem = ten_examples();
  const Method& method = problem.method(name);
  return operating_point(problem, method, folds_of(problem, method), coverage, tiny_cost());
}

/// `entropy` with a threshold that is given.
OperatingPoint point_at(const RoutingProblem& problem, double threshold) {
  return operating_point_by([&](const TuningPart&) { return routing::Threshold{.value = threshold}; },
                            folds_of(problem, problem.method("entropy")), tiny_cost());
}

}  // namespace

TEST_CASE("on_device keeps all, whatever the target", "[eval]") {
  for (const double target : {0.0, 0.5, 1.0}) {
    const OperatingPoint point = point_of("on_device", target);
    REQUIRE((point.target_coverage == 1 && point.tuned_coverage == 1 && point.coverage == 1));
    REQUIRE((point.accuracy == 0.4 && point.matched_accuracy == 0.4));
    REQUIRE(point.kept_accuracy == 0.4);
    REQUIRE_FALSE(point.sent_accuracy);
    REQUIRE_FALSE(point.threshold);
    REQUIRE(point.latency_ms == 200);
    REQUIRE(point.macs == 10);
    REQUIRE_FALSE(point.energy_mj);
    REQUIRE(point.accuracy_ci.low == stats::wilson(4, 10).low);
  }
}

TEST_CASE("on_cloud sends all and does not pay for the device", "[eval]") {
  const OperatingPoint point = point_of("on_cloud", 0.5);
  REQUIRE((point.target_coverage == 0 && point.coverage == 0));
  REQUIRE((point.accuracy == 0.7 && point.matched_accuracy == 0.7));
  REQUIRE_FALSE(point.kept_accuracy);
  REQUIRE(point.sent_accuracy == 0.7);
  REQUIRE_FALSE(point.threshold);
  REQUIRE(point.latency_ms == 2000);
  REQUIRE(point.macs == 1000);
}

TEST_CASE("random routing mixes the two accuracies", "[eval]") {
  const OperatingPoint point = point_of("random", 0.8);
  REQUIRE((point.target_coverage == 0.8 && point.coverage == 0.8 && point.tuned_coverage == 0.8));
  REQUIRE(point.accuracy == Approx(0.8 * 0.4 + 0.2 * 0.7));
  REQUIRE(point.matched_accuracy == point.accuracy);
  REQUIRE(point.kept_accuracy == 0.4);
  REQUIRE(point.sent_accuracy == 0.7);
  REQUIRE_FALSE(point.threshold);
  REQUIRE(*point.latency_ms == Approx(600));
  REQUIRE_FALSE(point_of("random", 1).sent_accuracy);
  REQUIRE_FALSE(point_of("random", 0).kept_accuracy);
  REQUIRE(point_of("random", 0).accuracy == Approx(0.7));
}

TEST_CASE("the oracle sends what helps, up to the allowed share", "[eval]") {
  const OperatingPoint few = point_of("oracle", 0.8);
  REQUIRE(few.coverage == Approx(0.8));
  REQUIRE(few.accuracy == Approx(0.6));
  REQUIRE(*few.kept_accuracy == Approx(0.4 / 0.8));
  REQUIRE(few.sent_accuracy == 1);
  REQUIRE_FALSE(few.threshold);
  const OperatingPoint all = point_of("oracle", 0.1);
  REQUIRE(all.target_coverage == 0.1);
  REQUIRE(all.coverage == Approx(0.5));
  REQUIRE(all.accuracy == Approx(0.9));
  REQUIRE(*all.latency_ms == Approx(1200));
  REQUIRE_FALSE(point_of("oracle", 1).sent_accuracy);
}

TEST_CASE("a score's threshold comes from the tuning part, its results from the test part", "[eval]") {
  const OperatingPoint point = point_of("entropy", 0.75);
  REQUIRE(point.target_coverage == 0.75);
  REQUIRE(point.threshold == 7);
  REQUIRE(point.tuned_coverage == 0.75);
  // On test 8, 9 and 10 are above 7: one that both get right, two that help.
  REQUIRE(point.coverage == 0.7);
  REQUIRE(point.accuracy == 0.6);
  REQUIRE(*point.kept_accuracy == Approx(3.0 / 7));
  REQUIRE(point.sent_accuracy == 1);
  REQUIRE(point.accuracy_ci.high == stats::wilson(6, 10).high);
  REQUIRE(*point.latency_ms == Approx(800));
  // With exactly 0.75 kept 2.5 are sent: 10 and 9, which help, and half of 8, where both are right.
  REQUIRE(point.matched_accuracy == Approx(0.6));
}

TEST_CASE("decisions are held against the oracle's, and what they lose is told apart", "[eval]") {
  // Rows 0 and 1 are harmed by sending, 2 and 3 right anyway, 4 to 8 helped, 9 wrong anyway. Kept at 7: all
  // but 2, 5, 6.
  const OperatingPoint point = point_of("entropy", 0.75);
  REQUIRE(point.oracle_agreement == 0.6);
  REQUIRE(point.missed_help == 0.3);
  REQUIRE(point.useless_send == 0.1);
  REQUIRE(point.harmful_send == 0);
  const OperatingPoint device = point_of("on_device", 1), cloud = point_of("on_cloud", 0);
  REQUIRE((device.oracle_agreement == 0.5 && device.missed_help == 0.5 && device.useless_send == 0));
  REQUIRE((cloud.oracle_agreement == 0.5 && cloud.missed_help == 0 && cloud.useless_send == 0.3));
  REQUIRE(cloud.harmful_send == 0.2);
  const OperatingPoint random = point_of("random", 0.75);
  REQUIRE(random.missed_help == Approx(0.75 * 0.5));
  REQUIRE(random.harmful_send == Approx(0.25 * 0.2));
  const OperatingPoint oracle = point_of("oracle", 0.75);
  REQUIRE((oracle.oracle_agreement == Approx(0.75) && oracle.missed_help == Approx(0.25)));
  REQUIRE((oracle.useless_send == 0 && oracle.harmful_send == 0));
}

TEST_CASE("the coverage on test may miss that on tune by its standard error", "[eval]") {
  REQUIRE(*point_of("entropy", 0.75).coverage_error == Approx(std::sqrt(0.75 * 0.25 * (1.0 / 4 + 1.0 / 10))));
  REQUIRE(*point_of("entropy", 0).coverage_error == 0);
  for (const auto* untuned : {"on_device", "on_cloud", "random", "oracle"})
    REQUIRE_FALSE(point_of(untuned, 0.75).coverage_error);
}

TEST_CASE("the oracle sends the largest gains first and tells what both sides are worth", "[eval]") {
  // Gains 2, 1, 1, 0.5, -1.
  const routing::Outcomes outcomes{.base_value = {0, 1, 0, 0.5, 1}, .cloud_value = {2, 2, 1, 1, 0}};
  RoutingProblem problem{.variants = {{"", outcomes, outcomes}}};
  problem.methods = {{.measure = "oracle", .kind = MethodKind::oracle}};
  const auto at = [&](double coverage) {
    return operating_point(problem, problem.methods[0], {}, coverage, tiny_cost());
  };
  // Two of five: the first, and one of the next two.
  REQUIRE(at(0.6).accuracy == Approx((2.5 + 2 + 1) / 5));
  REQUIRE(*at(0.6).sent_accuracy == Approx((2 + 1.5) / 2));
  REQUIRE(*at(0.6).kept_accuracy == Approx((0.5 + 0.5 + 1) / 3));
  REQUIRE(at(0).coverage == 0.2);
  REQUIRE(at(0).accuracy == Approx((2 + 2 + 1 + 1 + 1) / 5.0));
  REQUIRE(at(0).accuracy_ci.high == Approx(stats::normal_mean_interval(7, 11, 5).high));
}

TEST_CASE("a score at the ends has no accuracy of what is not there", "[eval]") {
  const OperatingPoint none_kept = point_of("entropy", 0);
  REQUIRE_FALSE(none_kept.kept_accuracy);
  REQUIRE_FALSE(none_kept.threshold);
  REQUIRE(none_kept.sent_accuracy == 0.7);
  REQUIRE(none_kept.coverage == 0);
  RoutingProblem problem = ten_examples();
  problem.methods[4].tune = {100};
  const Method& method = problem.methods[4];
  const OperatingPoint all_kept =
      operating_point(problem, method, folds_of(problem, method), 0.9, tiny_cost());
  REQUIRE(all_kept.coverage == 1);
  REQUIRE_FALSE(all_kept.sent_accuracy);
  REQUIRE(all_kept.kept_accuracy == 0.4);
  REQUIRE(all_kept.threshold == 100);
}

TEST_CASE("a threshold that is given is measured as it is", "[eval]") {
  const RoutingProblem problem = ten_examples();
  const OperatingPoint point = point_at(problem, 6.5);
  REQUIRE(point.threshold == 6.5);
  REQUIRE((point.tuned_coverage == 0.5 && point.target_coverage == 0.5));
  REQUIRE(point.coverage == 0.6);
  REQUIRE(point.accuracy == 0.7);
  REQUIRE(point.matched_accuracy == 0.7);
  REQUIRE(point_at(problem, -kInfinity).coverage == 0);
}

TEST_CASE("a share kept on the tuning part is a count divided once", "[eval]") {
  RoutingProblem problem = ten_examples();
  problem.methods[4].tune = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
  REQUIRE(point_at(problem, 1).tuned_coverage == 0.1);  // not 1 - 0.9
}

TEST_CASE("in halves a threshold is chosen on the other half, and what comes of it is counted over both",
          "[eval]") {
  RoutingProblem problem;
  problem.half = {0, 1, 0, 1, 0, 1, 0};
  const routing::Outcomes all = outcomes_from("1010101", "0111111");
  problem.variants = {{"", all, all}};
  const routing::RoutingScores scores{1, 10, 2, 20, 3, 30, 4};
  problem.methods = {{.measure = "entropy", .tune = scores, .test = scores}};
  const Method& method = problem.methods[0];
  const OperatingPoint point = operating_point(problem, method, folds_of(problem, method), 0.5, tiny_cost());
  // Half 0 gives 2 of {1, 2, 3, 4}, which sends all of half 1; half 1 gives 20, which sends nothing of half
  // 0.
  REQUIRE_FALSE(point.threshold);
  REQUIRE(point.target_coverage == 0.5);
  REQUIRE(point.tuned_coverage == 4.0 / 7);
  REQUIRE(point.coverage == 4.0 / 7);
  REQUIRE(point.accuracy == 1);
  REQUIRE((point.kept_accuracy == 1 && point.sent_accuracy == 1));
  REQUIRE(point.accuracy_ci.low == stats::wilson(7, 7).low);
  REQUIRE(*point.latency_ms == Approx(200 + 3.0 / 7 * 2000));
  // With exactly half kept: 4 and 3 of half 0 (right all the same), 30 and half of 20 of half 1.
  REQUIRE(point.matched_accuracy == Approx((4 + 1.5) / 7));
}

TEST_CASE("recalibrated without labels, coverage on test is the target", "[eval]") {
  const RoutingProblem problem = ten_examples();
  const Method& entropy = problem.method("entropy");
  const auto folds = folds_of(problem, entropy);
  for (const double target : {1.0, 0.9, 0.5, 0.2}) {
    const OperatingPoint point = operating_point(problem, entropy, folds, target, tiny_cost(),
                                                 {.recalibrate = config::Recalibration::unlabeled});
    REQUIRE(point.coverage == target);
    REQUIRE(point.tuned_coverage == target);
    // Without ties that is the point at which methods are compared.
    REQUIRE(point.accuracy == Approx(point.matched_accuracy));
  }
  // Tuned as ever, the threshold of another split keeps another share.
  REQUIRE(operating_point(problem, entropy, folds, 0.2, tiny_cost()).coverage != 0.2);
}

TEST_CASE("every kind of method has its latencies of single inputs", "[eval]") {
  const RoutingProblem problem = ten_examples();
  const auto tail = [&](const std::string& name) {
    const Method& method = problem.method(name);
    return *operating_point(problem, method, folds_of(problem, method), 0.8, tiny_cost(),
                            {.deadline_ms = 300})
                .tail;
  };
  REQUIRE((tail("on_device").p99_ms == 200 && tail("on_device").deadline_misses == 0));
  REQUIRE((tail("on_cloud").p50_ms == 2000 && tail("on_cloud").deadline_misses == 1));
  for (const auto* name : {"random", "oracle"}) {
    REQUIRE((tail(name).p50_ms == 200 && tail(name).p95_ms == 2200));
    REQUIRE(*tail(name).deadline_misses == Approx(0.2));
  }
  REQUIRE(tail("entropy").p95_ms == 2200);
}

TEST_CASE("a scored method pays what the inputs that it sends cost", "[eval]") {
  const RoutingProblem problem = ten_examples();
  MethodCosts costs = tiny_cost();
  costs.test[cost::Resource::latency] = {std::vector<double>(10, 1), {1, 2, 4, 8, 16, 32, 64, 128, 256, 512}};
  const Method& entropy = problem.method("entropy");
  const OperatingPoint point = operating_point_by(
      [](const TuningPart&) { return routing::Threshold{.value = 8}; }, folds_of(problem, entropy), costs);
  REQUIRE(*point.latency_ms == Approx(1 + (32 + 64) / 10.0));  // scores 9 and 10
  REQUIRE(*point.macs == Approx(10 + 0.2 * 1000));
}
