#include "workflows/read_seeds.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "core/error.h"
#include "eval/folds.h"
#include "support/error_message.h"
#include "support/temporary_folder.h"
#include "unit/report/finished_runs.h"

namespace hybrid::workflows {
namespace {

namespace fs = std::filesystem;
using Catch::Matchers::Contains;

constexpr std::size_t kRows = 60;

/// What a training with this seed could leave: the labels and the cloud stay, the bases and scores change.
eval::RoutingProblem problem_of_seed(std::uint64_t seed, bool in_halves) {
  eval::RoutingProblem problem{.classes = 3, .examples = "the same"};
  Rng cloud_rng(99), rng(seed);
  std::vector<double> cloud;
  for (std::size_t i = 0; i < kRows; ++i) cloud.push_back(cloud_rng.below(5) > 0);
  for (const auto* suffix : {"", "control"}) {
    routing::Outcomes outcomes{.base_value = {}, .cloud_value = cloud};
    routing::RoutingScores scores;
    for (std::size_t i = 0; i < kRows; ++i) {
      outcomes.base_value.push_back(rng.below(3) > 0);
      scores.push_back(static_cast<double>(rng.below(12)) + (outcomes.base_value.back() == 0 ? 4 : 0));
    }
    problem.variants.push_back({suffix, outcomes, outcomes});
    problem.methods.push_back(
        {.measure = "on_device", .kind = eval::MethodKind::on_device, .variant = suffix});
    problem.methods.push_back({.measure = "max_prob", .variant = suffix, .tune = scores, .test = scores});
  }
  problem.methods.push_back({.measure = "on_cloud", .kind = eval::MethodKind::on_cloud});
  problem.methods.push_back({.measure = "oracle", .kind = eval::MethodKind::oracle});
  if (in_halves)
    for (std::size_t i = 0; i < kRows; ++i) problem.half.push_back(i % 3 == 0);
  return problem;
}

const config::EvaluationConfig kConfig{.coverages = {0.9, 0.6}, .latency_ms = {}, .bootstrap = 300};

/// Three runs that differ in their seed alone.
struct ThreeRuns {
  test::TemporaryFolder folder;
  std::vector<eval::RoutingProblem> problems;
  std::vector<fs::path> paths;

  explicit ThreeRuns(bool in_halves) {
    for (const std::uint64_t seed : {1U, 2U, 3U}) add(problem_of_seed(seed, in_halves));
  }
  void add(const eval::RoutingProblem& problem) {
    problems.push_back(problem);
    paths.push_back(test::write_run(folder / ("run" + std::to_string(problems.size())), problem));
  }
  eval::SeedsResult result() const { return eval::summarise_seeds(read_seeds(paths), kConfig, SeedTree(1)); }
};

/// How a fourth run that this changes is refused.
template <class Change>
std::string refusal(Change change) {
  ThreeRuns runs(true);
  eval::RoutingProblem other = problem_of_seed(4, true);
  change(other);
  runs.add(other);
  const std::string message = test::error_message<DataError>([&] { runs.result(); });
  REQUIRE_THAT(message, Contains("run4: ") && Contains((runs.folder / "run1").string()) &&
                            Contains("differ in their seed alone"));
  return message;
}

double matched(const eval::RoutingProblem& problem, const std::string& method, double coverage) {
  return eval::matched_accuracy(eval::folds_of(problem, problem.method(method)), coverage);
}

TEST_CASE("accuracies over seeds are those of the runs, method by method", "[report]") {
  for (const bool in_halves : {false, true}) {
    const ThreeRuns runs(in_halves);
    const eval::SeedsResult result = runs.result();
    REQUIRE(result.runs == std::vector<std::string>{"run1", "run2", "run3"});
    REQUIRE((result.n_test == kRows && result.cross_fitted == in_halves));
    REQUIRE(result.accuracies.size() == 6);
    const eval::SeedsAccuracy& alone = result.accuracies[0];
    REQUIRE((alone.method == "on_device" && alone.coverages == std::vector<double>{1}));
    REQUIRE(alone.accuracy[0].values[1] == routing::shares(runs.problems[1].variants[0].test).base_accuracy);
    const eval::SeedsAccuracy& control = result.accuracies[3];
    REQUIRE((control.method == "max_prob_control" && control.coverages == kConfig.coverages));
    for (std::size_t c = 0; c < 2; ++c)
      for (std::size_t s = 0; s < 3; ++s)
        REQUIRE(control.accuracy[c].values[s] ==
                matched(runs.problems[s], "max_prob_control", kConfig.coverages[c]));
    REQUIRE(result.accuracies[4].method == "on_cloud");
    REQUIRE(result.accuracies[4].accuracy[0].deviation == Approx(0).margin(1e-12));
  }
}

TEST_CASE("differences are the mean over the seeds, their intervals those of resampled examples",
          "[report]") {
  for (const bool in_halves : {false, true}) {
    const ThreeRuns runs(in_halves);
    const eval::SeedsResult result = runs.result();
    REQUIRE(result.differences.size() == 2);  // of max_prob minus max_prob_control; there is no router
    for (std::size_t c = 0; c < 2; ++c) {
      const auto& [comparison, delta, over_seeds] = result.differences[c];
      const double coverage = kConfig.coverages[c];
      REQUIRE((comparison.method == "max_prob" && comparison.against == "max_prob_control"));
      REQUIRE(comparison.target_coverage == coverage);
      double mean = 0;
      for (std::size_t s = 0; s < 3; ++s) {
        const double value = matched(runs.problems[s], "max_prob", coverage) -
                             matched(runs.problems[s], "max_prob_control", coverage);
        REQUIRE(delta.values[s] == value);
        mean += value / 3;
      }
      REQUIRE(comparison.delta == Approx(mean).margin(1e-12));

      // The same resamples, each run and method resampled for itself.
      std::vector<double> resampled;
      for (std::size_t r = 0; r < 300; ++r) {
        Rng rng = SeedTree(1).at("bootstrap", r).rng();
        std::vector<std::size_t> drawn;
        for (std::size_t i = 0; i < kRows; ++i) drawn.push_back(rng.below(kRows));
        double sum = 0;
        for (const auto& problem : runs.problems) {
          const auto first =
              eval::expected_utility(eval::folds_of(problem, problem.method("max_prob")), coverage);
          const auto second =
              eval::expected_utility(eval::folds_of(problem, problem.method("max_prob_control")), coverage);
          for (const auto i : drawn) sum += first[i] - second[i];
        }
        resampled.push_back(sum / 3 / kRows);
      }
      const stats::Interval expected = stats::central_95(resampled);
      REQUIRE(comparison.ci.low == Approx(expected.low).margin(1e-12));
      REQUIRE(comparison.ci.high == Approx(expected.high).margin(1e-12));

      // Verdicts also take the spread of the seeds into account: t(2) = 4.3027.
      std::vector<double> examples(kRows);
      for (const auto& problem : runs.problems) {
        const auto first =
            eval::expected_utility(eval::folds_of(problem, problem.method("max_prob")), coverage);
        const auto second =
            eval::expected_utility(eval::folds_of(problem, problem.method("max_prob_control")), coverage);
        for (std::size_t i = 0; i < kRows; ++i) examples[i] += (first[i] - second[i]) / 3;
      }
      const double half = std::hypot(4.302653 * delta.deviation / std::sqrt(3.0),
                                     1.959964 * stats::spread_of(examples).deviation / std::sqrt(60.0));
      REQUIRE(over_seeds.high - mean == Approx(half).epsilon(1e-5));
      REQUIRE(mean - over_seeds.low == Approx(half).epsilon(1e-5));
    }
  }
}

TEST_CASE("one seed has no deviation, and the same run twice neither", "[report]") {
  const ThreeRuns runs(true);
  const std::vector<fs::path> one{runs.paths[0]}, twice{runs.paths[0], runs.paths[0]};
  for (const auto& paths : {one, twice})
    for (const auto& entry : eval::summarise_seeds(read_seeds(paths), kConfig, SeedTree(1)).accuracies)
      for (const auto& a : entry.accuracy) REQUIRE(a.deviation == Approx(0).margin(1e-12));
}

TEST_CASE("runs that differ in more than their seed are refused, and it is said in what", "[report]") {
  REQUIRE_THAT(refusal([](eval::RoutingProblem& p) { p.examples = "others"; }),
               Contains("has other test examples (labels, ids or weights differ) than"));
  REQUIRE_THAT(refusal([](eval::RoutingProblem& p) { p.half[0] = 0; }), Contains("other halves"));
  REQUIRE_THAT(refusal([](eval::RoutingProblem& p) { p.half.clear(); }), Contains("other halves"));
  REQUIRE_THAT(refusal([](eval::RoutingProblem& p) { p.methods.pop_back(); }), Contains("other methods"));
  REQUIRE_THAT(refusal([](eval::RoutingProblem& p) {
                 p.half.clear();
                 for (auto& variant : p.variants)
                   for (auto* part : {&variant.tune, &variant.test}) {
                     part->base_value.pop_back();
                     part->cloud_value.pop_back();
                   }
                 for (auto& method : p.methods)
                   if (method.kind == eval::MethodKind::scored) {
                     method.tune.pop_back();
                     method.test.pop_back();
                   }
               }),
               Contains("another number of test examples (59, not 60)"));
}

TEST_CASE("a run that is not there or was changed is refused", "[report]") {
  const ThreeRuns runs(false);
  REQUIRE_THROWS_AS(read_seeds(std::vector<fs::path>{runs.folder / "none"}), DataError);
  runs.folder.file("run2/predictions/methods.json", "{}");
  REQUIRE_THROWS_AS(runs.result(), DataError);
}

}  // namespace
}  // namespace hybrid::workflows
