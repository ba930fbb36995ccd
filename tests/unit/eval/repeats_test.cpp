#include "eval/repeats.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "core/error.h"
#include "eval/folds.h"
#include "eval/operating_point.h"
#include "eval/split.h"
#include "support/temporary_folder.h"
#include "support/tiny_predictions.h"

using namespace hybrid;
using namespace hybrid::eval;

namespace {

const std::vector<double> kCoverages{0.8};

RoutingProblem problem_of(std::uint64_t seed) {
  Rng rng(seed);
  RoutingProblem problem;
  const auto draw = [&](std::size_t n, routing::RoutingScores& scores, routing::RoutingScores& others) {
    routing::Outcomes outcomes;
    for (std::size_t i = 0; i < n; ++i) {
      outcomes.base_value.push_back(rng.below(3) > 0);
      outcomes.cloud_value.push_back(rng.below(6) > 0);
      scores.push_back(static_cast<double>(rng.below(8)) + 4 * (1 - outcomes.base_value.back()));
      others.push_back(rng.uniform());
    }
    return outcomes;
  };
  Method max_prob{.measure = "max_prob"}, knn{.measure = "knn"};
  routing::Outcomes tune = draw(20, max_prob.tune, knn.tune);
  routing::Outcomes test = draw(40, max_prob.test, knn.test);
  problem.variants = {{"", std::move(tune), std::move(test)}};
  problem.methods = {{.measure = "on_device", .kind = MethodKind::on_device}, max_prob, knn};
  return problem;
}

Repeats repeated(const RepeatDesign& design, const DrawProblem& draw) {
  Logger quiet(Verbosity::quiet);
  return repeat_evaluation(problem_of(100), draw, design, kCoverages, quiet);
}

Repeats repeated(const RepeatDesign& design) {
  return repeated(design, [](std::size_t repeat) { return problem_of(100 + repeat); });
}

double matched(std::size_t repeat, const std::string& method, double coverage) {
  const RoutingProblem problem = problem_of(100 + repeat);
  return matched_accuracy(folds_of(problem, problem.method(method)), coverage);
}

double matched_mean(std::size_t repeat, const std::string& method) {
  double mean = 0;
  for (const double c : kHeadlineCoverages)
    mean += matched(repeat, method, c) / std::size(kHeadlineCoverages);
  return mean;
}

/// A pair on disk, as read.
predictions::PredictionPair tiny_pair() {
  const test::TemporaryFolder folder;
  test::write_pair(folder.path());
  return predictions::pair_predictions(predictions::read_prediction_set(folder / "base.npz"),
                                       predictions::read_prediction_set(folder / "cloud.npz"));
}

}  // namespace

TEST_CASE("figures over the repeats are those of each repeat's problem", "[eval]") {
  const Repeats repeats = repeated({.count = 4, .rho = 0.5});
  REQUIRE((repeats.count == 4 && repeats.n_tune == 20 && repeats.n_test == 40 && !repeats.fixed_test));
  REQUIRE(repeats.accuracies.size() == 4);  // two methods, each the mean and one coverage
  for (std::size_t m = 0; m < 2; ++m) {
    const RepeatedAccuracy &mean = repeats.accuracies[2 * m], &at = repeats.accuracies[2 * m + 1];
    REQUIRE((mean.method == at.method && !mean.target_coverage && at.target_coverage == 0.8));
    for (std::size_t r = 0; r < 4; ++r) {
      const RoutingProblem problem = problem_of(100 + r);
      const Method& method = problem.method(at.method);
      const OperatingPoint point = operating_point(problem, method, folds_of(problem, method), 0.8, {});
      REQUIRE(at.matched_accuracy.values[r] == point.matched_accuracy);
      REQUIRE(at.accuracy.values[r] == point.accuracy);
      REQUIRE(at.coverage.values[r] == point.coverage);
      REQUIRE(mean.matched_accuracy.values[r] == Approx(matched_mean(r, at.method)));
    }
  }
}

TEST_CASE("differences are paired by repeat, with their smallest and how often they are ahead", "[eval]") {
  const Repeats repeats = repeated({.count = 5, .rho = 0.4});
  REQUIRE(repeats.differences.size() == 2);  // of knn; max_prob is not compared with itself
  for (const auto& d : repeats.differences) {
    REQUIRE((d.method == "knn" && d.against == "max_prob"));
    double smallest = 1, ahead = 0;
    for (std::size_t r = 0; r < 5; ++r) {
      const double delta = d.target_coverage ? matched(r, "knn", 0.8) - matched(r, "max_prob", 0.8)
                                             : matched_mean(r, "knn") - matched_mean(r, "max_prob");
      REQUIRE(d.delta.values[r] == Approx(delta).margin(1e-12));
      smallest = std::min(smallest, delta);
      ahead += delta > 0 ? 0.2 : 0;
    }
    REQUIRE(d.delta.smallest == Approx(smallest));
    REQUIRE(d.ahead == Approx(ahead));
    REQUIRE(d.behind == Approx(1 - ahead));
    const stats::Interval expected = stats::resampled_interval(d.delta, 0.4);
    REQUIRE((d.ci.low == expected.low && d.ci.high == expected.high));
  }
}

TEST_CASE("with a fixed test part the interval holds what its examples add", "[eval]") {
  // The same problem each time: nothing comes from the repeats, all from the examples.
  const Repeats repeats =
      repeated({.count = 3, .rho = 0.1, .fixed_test = true}, [](std::size_t) { return problem_of(100); });
  const RoutingProblem problem = problem_of(100);
  const auto knn = expected_utility(folds_of(problem, problem.method("knn")), 0.8);
  const auto max_prob = expected_utility(folds_of(problem, problem.method("max_prob")), 0.8);
  std::vector<double> advantage;
  for (std::size_t i = 0; i < knn.size(); ++i) advantage.push_back(knn[i] - max_prob[i]);
  const stats::Spread spread = stats::spread_of(advantage);
  const RepeatedDifference& d = repeats.differences[1];
  REQUIRE(d.delta.mean == Approx(spread.mean));
  REQUIRE(d.delta.deviation == Approx(0).margin(1e-12));
  REQUIRE(d.ci.high - d.delta.mean == Approx(stats::student_t_975(2) * spread.deviation / std::sqrt(40.0)));
}

TEST_CASE("a method that some repeats lack is left out and named", "[eval]") {
  const Repeats repeats = repeated({.count = 3, .rho = 0.5}, [](std::size_t repeat) {
    RoutingProblem problem = problem_of(repeat);
    if (repeat == 2) problem.methods.pop_back();
    return problem;
  });
  REQUIRE(repeats.accuracies.size() == 2);
  REQUIRE(repeats.differences.empty());
  REQUIRE(repeats.left_out.at("knn") == "could be computed in 2 of 3 repeats only");
}

TEST_CASE("each repeat splits by a seed of its own and keeps the sizes", "[eval]") {
  const predictions::PredictionPair pair = tiny_pair();
  const RepeatSource source{.pair = &pair, .tune_fraction = 0.25, .tune_limit = 20};
  REQUIRE(design_of(source, 20).rho == 0.75);
  const MethodOptions methods{.methods = {"max_prob"}, .router = {}};
  const RoutingProblem first = draw_problem(source, 1, methods, SeedTree(1));
  const RoutingProblem second = draw_problem(source, 2, methods, SeedTree(1));
  for (const auto* problem : {&first, &second}) {
    REQUIRE(problem->n_test() == 150);
    REQUIRE(problem->n_tune() == 20);
  }
  REQUIRE(first.examples != second.examples);
  REQUIRE(draw_problem(source, 1, methods, SeedTree(1)).examples == first.examples);
  // The test part does not depend on the limit.
  const RepeatSource unlimited{.pair = &pair, .tune_fraction = 0.25};
  REQUIRE(draw_problem(unlimited, 1, methods, SeedTree(1)).examples == first.examples);
  REQUIRE(draw_problem(unlimited, 1, methods, SeedTree(1)).n_tune() == 50);
}

TEST_CASE("with a tuning pair of its own only the tuning examples are drawn", "[eval]") {
  const predictions::PredictionPair pair = tiny_pair();
  const RepeatSource source{.tune = &pair, .test = &pair, .tune_limit = 50};
  const RepeatDesign design = design_of(source, 20);
  REQUIRE((design.fixed_test && design.rho == 0.25));
  const MethodOptions methods{.methods = {"max_prob"}, .router = {}};
  const RoutingProblem first = draw_problem(source, 1, methods, SeedTree(1));
  const RoutingProblem second = draw_problem(source, 2, methods, SeedTree(1));
  REQUIRE((first.n_tune() == 50 && first.n_test() == 200));
  REQUIRE(first.examples == second.examples);
  REQUIRE(first.methods[0].tune != second.methods[0].tune);
}

TEST_CASE("repeats that were interrupted anywhere and went on give the same, bit for bit", "[eval]") {
  Logger quiet(Verbosity::quiet);
  for (const bool fixed_test : {false, true}) {
    const RepeatDesign design{.count = 4, .rho = 0.5, .fixed_test = fixed_test};
    std::vector<FinishedRepeat> all;
    std::vector<std::size_t> drawn;
    const auto go_on_after = [&](std::size_t finished) {
      drawn.clear();
      const DrawProblem draw = [&](std::size_t repeat) {
        drawn.push_back(repeat);
        return problem_of(100 + repeat);
      };
      KeptRepeats kept{.finished = {all.begin(), all.begin() + static_cast<std::ptrdiff_t>(finished)},
                       .keep = {}};
      if (finished == 0) kept.keep = [&](const FinishedRepeat& repeat) { all.push_back(repeat); };
      return repeat_evaluation(problem_of(100), draw, design, kCoverages, quiet, kept);
    };
    const Repeats once = go_on_after(0);
    REQUIRE(all.size() == 4);
    REQUIRE(all[0].figures.at("max_prob").size() == 2);
    REQUIRE(all[0].test_variance.empty() != fixed_test);
    for (std::size_t finished = 1; finished <= 4; ++finished) {
      const Repeats again = go_on_after(finished);
      REQUIRE(drawn.size() == 4 - finished);
      REQUIRE(again.accuracies.size() == once.accuracies.size());
      for (std::size_t i = 0; i < once.accuracies.size(); ++i)
        REQUIRE(again.accuracies[i].matched_accuracy.values == once.accuracies[i].matched_accuracy.values);
      REQUIRE(again.differences.size() == once.differences.size());
      for (std::size_t i = 0; i < once.differences.size(); ++i)
        REQUIRE((again.differences[i].ci.low == once.differences[i].ci.low &&
                 again.differences[i].ci.high == once.differences[i].ci.high));
    }
  }
}
