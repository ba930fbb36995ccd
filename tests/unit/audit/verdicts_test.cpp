#include "audit/verdicts.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "core/error.h"
#include "support/tiny_problem.h"

using namespace hybrid;
using namespace hybrid::audit;
using hybrid::test::tiny_problem;

TEST_CASE("a verdict follows from where an input went and who is right", "[audit]") {
  REQUIRE(verdict_of(routing::Route::device, true, true) == Verdict::kept_right);
  REQUIRE(verdict_of(routing::Route::device, true, false) == Verdict::kept_right);
  REQUIRE(verdict_of(routing::Route::device, false, false) == Verdict::kept_wrong_both);
  REQUIRE(verdict_of(routing::Route::device, false, true) == Verdict::missed_help);
  REQUIRE(verdict_of(routing::Route::cloud, false, true) == Verdict::sent_helped);
  REQUIRE(verdict_of(routing::Route::cloud, true, true) == Verdict::useless_send);
  REQUIRE(verdict_of(routing::Route::cloud, false, false) == Verdict::useless_send);
  REQUIRE(verdict_of(routing::Route::cloud, true, false) == Verdict::harmful_send);
  REQUIRE(name_of(Verdict::kept_wrong_both) == "kept_wrong_both");
  REQUIRE(name_of(Verdict::harmful_send) == "harmful_send");
}

TEST_CASE("decisions use the threshold that the tuning part chose", "[audit]") {
  const eval::RoutingProblem problem = tiny_problem();
  const eval::Method& method = problem.method("entropy");
  // Of 0.1 to 0.5 the third keeps 60 %; on test 0.35 to 0.5 lie above it.
  const auto thresholds = fold_thresholds(problem, method, 0.6);
  REQUIRE(thresholds.size() == 1);
  REQUIRE(thresholds[0].value == 0.3);
  const auto decisions = decide(problem, method, thresholds, problem.variants[0].test);
  const VerdictCounts counts = count(decisions);
  REQUIRE(counts.total() == 10);
  REQUIRE(counts.sent() == 4);
  REQUIRE(counts.coverage() == 0.6);
  REQUIRE(counts.share(Verdict::sent_helped) == 0.4);
  REQUIRE(counts.share(Verdict::harmful_send) == 0);
  REQUIRE(counts[Verdict::sent_helped] == 4);
  REQUIRE(counts[Verdict::kept_right] == 6);
  REQUIRE(decisions[5].route == routing::Route::device);  // equal to the threshold is not above it
  REQUIRE(decisions[9].score == 0.5);

  const auto all = fold_thresholds(problem, method, 0);
  REQUIRE(all[0].value == -INFINITY);
  REQUIRE(count(decide(problem, method, all, problem.variants[0].test))[Verdict::harmful_send] == 1);
}

TEST_CASE("what is expected to lose is kept, however little the coverage asks to keep", "[audit]") {
  eval::RoutingProblem problem = tiny_problem();
  problem.methods.push_back({.measure = "two_head",
                             .tune = {-0.2, -0.1, 0.1, -0.3, 0.2},
                             .test = {-1, -1, -1, -1, -1, -1, -1, -1, 0.1, 0.2},
                             .meaning = eval::ScoreMeaning::expected_gain});
  const auto thresholds = fold_thresholds(problem, problem.methods.back(), 0.2);
  REQUIRE(thresholds[0].value == 0);
  REQUIRE(thresholds[0].tuned_coverage == 0.6);
  REQUIRE(count(decide(problem, problem.methods.back(), thresholds, problem.variants[0].test)).sent() == 2);
}

TEST_CASE("each half of an exchanged problem is decided by the other half's threshold", "[audit]") {
  eval::RoutingProblem problem{
      .variants = {{"", {{1, 0, 1, 0}, {1, 1, 1, 1}}, {{1, 0, 1, 0}, {1, 1, 1, 1}}}}};
  problem.methods.push_back({.measure = "max_prob", .tune = {1, 2, 3, 4}, .test = {1, 2, 3, 4}});
  problem.half = {0, 0, 1, 1};
  const auto thresholds = fold_thresholds(problem, problem.methods[0], 0.5);
  REQUIRE(thresholds.size() == 2);
  REQUIRE(thresholds[0].value == 3);  // for half 0, from half 1
  REQUIRE(thresholds[1].value == 1);
  const auto decisions = decide(problem, problem.methods[0], thresholds, problem.variants[0].test);
  REQUIRE(count(decisions)[Verdict::missed_help] == 1);
  REQUIRE(decisions[1].verdict == Verdict::missed_help);
  REQUIRE(decisions[2].verdict == Verdict::useless_send);
  REQUIRE(decisions[3].verdict == Verdict::sent_helped);
}

TEST_CASE("methods without scores have no decisions", "[audit]") {
  const eval::RoutingProblem problem = tiny_problem();
  for (const auto* name : {"on_device", "on_cloud", "random", "oracle"})
    REQUIRE_THROWS_AS(fold_thresholds(problem, problem.method(name), 0.5), InvalidArgument);
}
