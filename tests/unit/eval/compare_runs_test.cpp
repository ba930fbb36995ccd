#include "eval/compare_runs.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "core/error.h"
#include "eval/evaluation.h"
#include "support/error_message.h"

using namespace hybrid;
using namespace hybrid::eval;
using Catch::Matchers::Contains;

namespace {

constexpr std::size_t kRows = 40;
const std::vector<double> kCoverages{0.9, 0.5};

/// A base of its own, with a method of every kind, on the same examples.
RoutingProblem problem_of(std::uint64_t seed) {
  RoutingProblem problem{.classes = 3, .examples = "the same"};
  Rng rng(seed);
  routing::Outcomes outcomes;
  routing::RoutingScores scores, others;
  for (std::size_t i = 0; i < kRows; ++i) {
    outcomes.base_value.push_back(rng.below(3) > 0);
    outcomes.cloud_value.push_back(rng.below(6) > 0);
    scores.push_back(static_cast<double>(rng.below(8)) + 4 * (1 - outcomes.base_value.back()));
    others.push_back(rng.uniform());
  }
  problem.variants = {{"", outcomes, outcomes}};
  problem.methods = {{.measure = "on_device", .kind = MethodKind::on_device},
                     {.measure = "on_cloud", .kind = MethodKind::on_cloud},
                     {.measure = "random", .kind = MethodKind::random},
                     {.measure = "max_prob", .tune = scores, .test = scores},
                     {.measure = "knn", .tune = others, .test = others},
                     {.measure = "oracle", .kind = MethodKind::oracle}};
  return problem;
}

std::vector<MethodDifference> compared(const RoutingProblem& first, const RoutingProblem& other,
                                       const std::vector<MethodPairing>& methods) {
  return compare_problems(first, other, methods, kCoverages, 200, SeedTree(1));
}

RoutingProblem in_halves(RoutingProblem problem) {
  for (std::size_t i = 0; i < kRows; ++i) problem.half.push_back(i % 3 == 0);
  return problem;
}

}  // namespace

TEST_CASE("a run compared with itself shows no difference at all", "[eval]") {
  for (const auto& problem : {problem_of(1), in_halves(problem_of(1))})
    for (const auto& [methods, at] : compared(problem, problem, common_methods(problem, problem)))
      for (const auto& d : at) {
        REQUIRE((d.delta == 0 && d.ci.low == 0 && d.ci.high == 0));
        REQUIRE((d.discordant.first_better == 0 && d.discordant.second_better == 0 && d.p_mcnemar == 1.0));
      }
}

TEST_CASE("two runs are compared as two bases in one evaluation are", "[eval]") {
  for (const bool halves : {false, true}) {
    RoutingProblem first = problem_of(1), other = problem_of(2);
    if (halves) {
      first = in_halves(first);
      other = in_halves(other);
    }
    RoutingProblem both = first;
    both.variants.push_back(other.variants[0]);
    both.variants[1].suffix = "second";
    both.methods = {first.method("max_prob"), other.method("max_prob")};
    both.methods[1].variant = "second";
    const Evaluation evaluation =
        evaluate(both, {.coverages = kCoverages, .latency_ms = {}, .bootstrap = 200}, {}, {}, SeedTree(1));
    const auto difference = compared(first, other, {{"max_prob", "max_prob"}}).at(0);
    for (std::size_t c = 0; c < kCoverages.size(); ++c) {
      const auto expected = std::ranges::find_if(evaluation.comparisons, [&](const Comparison& comparison) {
        return comparison.method == "max_prob_second" && comparison.target_coverage == kCoverages[c];
      });
      const PairedDifference& d = difference.at[c];
      REQUIRE(d.target_coverage == kCoverages[c]);
      REQUIRE(d.first_accuracy == evaluation.methods[0].points[c].matched_accuracy);
      REQUIRE(d.other_accuracy == evaluation.methods[1].points[c].matched_accuracy);
      REQUIRE(d.delta == expected->delta);
      REQUIRE((d.ci.low == expected->ci.low && d.ci.high == expected->ci.high));
      REQUIRE(d.p_mcnemar == expected->p_mcnemar);
    }
  }
}

TEST_CASE("networks alone are compared at the one coverage they have", "[eval]") {
  const RoutingProblem first = problem_of(1), other = problem_of(2);
  const auto differences = compared(first, other, {{"on_device", "on_device"}, {"on_cloud", "on_cloud"}});
  const auto accuracy = [](const std::vector<double>& right) {
    return static_cast<double>(std::ranges::count(right, 1.0)) / kRows;
  };
  REQUIRE((differences[0].at.size() == 1 && differences[0].at[0].target_coverage == 1));
  REQUIRE(differences[0].at[0].first_accuracy == Approx(accuracy(first.variants[0].test.base_value)));
  REQUIRE(differences[0].at[0].other_accuracy == Approx(accuracy(other.variants[0].test.base_value)));
  const auto& counts = differences[0].at[0].discordant;
  REQUIRE(static_cast<double>(counts.second_better - counts.first_better) / kRows ==
          Approx(differences[0].at[0].delta));
  REQUIRE((differences[1].at.size() == 1 && differences[1].at[0].target_coverage == 0));
  REQUIRE(differences[1].at[0].other_accuracy == Approx(accuracy(other.variants[0].test.cloud_value)));
}

TEST_CASE("what is compared by default: each run's own best, then all that both have", "[eval]") {
  RoutingProblem first = problem_of(1), other = problem_of(2);
  REQUIRE(default_method(first).name() == "max_prob");
  REQUIRE(common_methods(first, other) == std::vector<MethodPairing>{{"max_prob", "max_prob"},
                                                                     {"on_device", "on_device"},
                                                                     {"on_cloud", "on_cloud"},
                                                                     {"knn", "knn"}});
  other.methods.back() = other.method("knn");
  other.methods.back().measure = "auto";
  REQUIRE(common_methods(first, other).front() == MethodPairing{"max_prob", "auto"});
  REQUIRE(common_methods(first, other).size() == 5);
  std::erase_if(first.methods, [](const Method& m) { return m.kind == MethodKind::scored; });
  REQUIRE(common_methods(first, other).front() == MethodPairing{"on_device", "on_device"});
  REQUIRE_THROWS_AS(default_method(first), InvalidArgument);
}

TEST_CASE("methods that cannot be compared are refused", "[eval]") {
  const RoutingProblem first = problem_of(1), other = problem_of(2);
  const auto refusal = [&](const MethodPairing& methods) {
    return test::error_message<InvalidArgument>([&] { compared(first, other, {methods}); });
  };
  REQUIRE_THAT(refusal({"oracle", "oracle"}), Contains("oracle cannot be compared"));
  REQUIRE_THAT(refusal({"random", "max_prob"}), Contains("random cannot be compared"));
  REQUIRE_THAT(refusal({"on_device", "max_prob"}), Contains("no coverage in common"));
  REQUIRE_THAT(refusal({"max_prob", "max_prop"}), Contains("did you mean 'max_prob'?"));
}

TEST_CASE("other tests are told apart by number, examples and halves", "[eval]") {
  const RoutingProblem first = problem_of(1);
  REQUIRE_FALSE(difference_in_tests(first, problem_of(2)).has_value());
  RoutingProblem other = problem_of(2);
  other.examples = "others";
  REQUIRE_THAT(*difference_in_tests(first, other), Contains("labels, ids or weights differ"));
  REQUIRE_THAT(*difference_in_tests(first, in_halves(problem_of(2))), Contains("other halves"));
  other = problem_of(2);
  other.accuracy.utility = "balanced_accuracy";
  REQUIRE_THAT(*difference_in_tests(first, other),
               Contains("means something else by accuracy (balanced accuracy, the mean over"));
  other = problem_of(2);
  other.variants[0].test.base_value.pop_back();
  REQUIRE_THAT(*difference_in_tests(first, other), Contains("another number of test examples (39, not 40)"));
  REQUIRE_THROWS_AS(compared(first, other, {{"knn", "knn"}}), InternalError);
}
