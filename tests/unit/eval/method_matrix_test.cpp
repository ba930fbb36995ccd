#include "eval/method_matrix.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "core/error.h"
#include "eval/folds.h"
#include "eval/paired_folds.h"
#include "stats/resampled_interval.h"
#include "support/error_message.h"
#include "support/matrix_runs.h"

namespace hybrid::eval {
namespace {

using Catch::Matchers::Contains;
using test::error_message;
using test::matrix_run;

const MatrixRequest kRequest{.methods = {}, .coverages = {0.9, 0.7}, .bootstrap = 200, .seed = SeedTree(3)};

double mean_matched(const MatrixRun& run, const std::string& method) {
  const auto folds = folds_of(run.problem, run.problem.method(method));
  return (matched_accuracy(folds, 0.9) + matched_accuracy(folds, 0.7)) / 2;
}

double gain(const MatrixRun& run, const std::string& method) {
  return mean_matched(run, method) - mean_matched(run, "max_prob");
}

const MatrixMethod& method_of(const MethodMatrix& matrix, const std::string& name) {
  return *std::ranges::find(matrix.methods, name, &MatrixMethod::name);
}

std::vector<MatrixRun> five_data_sets() {
  std::vector<MatrixRun> runs;
  for (const char* data : {"a", "b", "c", "d", "e"}) runs.push_back(matrix_run(data, data));
  return runs;
}

TEST_CASE("gains are those of the runs, their means those over data sets", "[matrix]") {
  const auto runs = five_data_sets();
  const MethodMatrix matrix = method_matrix(runs, kRequest);
  REQUIRE(matrix.data_sets.size() == 5);
  std::vector<std::string> names;
  for (const auto& method : matrix.methods) names.push_back(method.name);
  REQUIRE(names == std::vector<std::string>{"good", "same", "bad"});  // with a curve, the best first
  for (const auto& method : matrix.methods) {
    double mean = 0;
    for (std::size_t d = 0; d < runs.size(); ++d) {
      REQUIRE(method.cells[d].gain.mean == Approx(gain(runs[d], method.name)).margin(1e-12));
      mean += gain(runs[d], method.name) / 5;
    }
    REQUIRE(method.gain.mean == Approx(mean).margin(1e-12));
    const double half = 2.776445 * method.gain.deviation / std::sqrt(5.0);
    REQUIRE(method.ci.high - method.ci.low == Approx(2 * half).margin(1e-8));
  }
  for (std::size_t d = 0; d < runs.size(); ++d)
    REQUIRE(matrix.data_sets[d].against_accuracy == Approx(mean_matched(runs[d], "max_prob")));
  REQUIRE(method_of(matrix, "good").verdict == Verdict::ahead);
  REQUIRE(method_of(matrix, "bad").verdict == Verdict::behind);
  REQUIRE(method_of(matrix, "same").verdict == Verdict::not_shown);
  REQUIRE((method_of(matrix, "same").ahead == 0 && method_of(matrix, "same").behind == 0));
  // max_prob and same share ranks 2 and 3 everywhere.
  REQUIRE(matrix.ranks->friedman.average_ranks == std::vector<double>{2.5, 1, 2.5, 4});
  REQUIRE(matrix.ranks->friedman.p < 0.01);
  REQUIRE(matrix.ranks->critical_difference == Approx(2.569 * std::sqrt(4 * 5 / (6 * 5.0))).margin(1e-3));
}

TEST_CASE("a data set with one run has the paired bootstrap's interval over its examples", "[matrix]") {
  const auto runs = five_data_sets();
  const MethodMatrix matrix = method_matrix(runs, kRequest);
  const auto folds = [&](const char* name) {
    return folds_of(runs[1].problem, runs[1].problem.method(name));
  };
  const std::vector<std::vector<Fold>> both{folds("max_prob"), folds("good")};
  const std::vector<std::span<const Fold>> spans(both.begin(), both.end());
  const auto bootstrap = paired_bootstrap(spans, kRequest.coverages, 200, kRequest.seed.at("b"));
  const auto first = bootstrap.differences(1, 0, 0), second = bootstrap.differences(1, 0, 1);
  std::vector<double> mean;
  for (std::size_t r = 0; r < first.size(); ++r) mean.push_back((first[r] + second[r]) / 2);
  const stats::Interval expected = stats::central_95(mean);
  REQUIRE(method_of(matrix, "good").cells[1].ci.low == Approx(expected.low));
  REQUIRE(method_of(matrix, "good").cells[1].ci.high == Approx(expected.high));
}

TEST_CASE("seeds of one data set are judged by their spread and by the examples", "[matrix]") {
  const std::vector<MatrixRun> runs{matrix_run("a-seed1", "a", 1), matrix_run("a-seed2", "a", 2),
                                    matrix_run("a-seed3", "a", 3)};
  const MethodMatrix matrix = method_matrix(runs, kRequest);
  REQUIRE((matrix.data_sets.size() == 1 && matrix.data_sets[0].differ == RunsDiffer::by_seed));
  REQUIRE_FALSE(matrix.ranks);
  const MatrixCell& cell = method_of(matrix, "good").cells.front();
  REQUIRE(cell.gain.values.size() == 3);
  // By hand: per example the mean over seeds and coverages of the expected utilities' difference.
  std::vector<double> examples(runs[0].problem.n_test());
  for (const auto& run : runs)
    for (const double coverage : kRequest.coverages) {
      const auto good = expected_utility(folds_of(run.problem, run.problem.method("good")), coverage);
      const auto other = expected_utility(folds_of(run.problem, run.problem.method("max_prob")), coverage);
      for (std::size_t i = 0; i < examples.size(); ++i) examples[i] += (good[i] - other[i]) / 6;
    }
  const double deviation = stats::spread_of(examples).deviation;
  const stats::Interval expected = stats::seeds_interval(cell.gain, deviation * deviation, 200);
  REQUIRE(cell.ci.low == Approx(expected.low));
  REQUIRE(method_of(matrix, "good").ci.high == Approx(expected.high));
}

TEST_CASE("two seeds that disagree are not ahead, though their mean is", "[matrix]") {
  // In one seed `good` is better than max_prob by far, in the other it is the same.
  std::vector<MatrixRun> runs{matrix_run("a-seed1", "a", 1, 2000), matrix_run("a-seed2", "a", 2, 2000)};
  for (auto& method : runs[1].problem.methods)
    if (method.measure == "good") method.test = method.tune = runs[1].problem.method("max_prob").test;
  const MethodMatrix matrix = method_matrix(runs, kRequest);
  REQUIRE(method_of(matrix, "good").gain.mean > 0.02);
  REQUIRE(method_of(matrix, "good").verdict == Verdict::not_shown);
  // Alone, the first seed would be ahead on these examples.
  std::vector<MatrixRun> alone{runs[0], matrix_run("b", "b")};
  REQUIRE(method_of(method_matrix(alone, kRequest), "good").cells[0].verdict == Verdict::ahead);
}

TEST_CASE("splits of the same prediction sets have Nadeau and Bengio's interval", "[matrix]") {
  std::vector<MatrixRun> runs{matrix_run("a1", "one"), matrix_run("a2", "two"), matrix_run("a3", "three")};
  for (auto& run : runs) run.inputs = "the same";
  const MethodMatrix matrix = method_matrix(runs, kRequest);
  const MatrixCell& cell = method_of(matrix, "good").cells.front();
  const double of_splits = cell.gain.mean - stats::resampled_interval(cell.gain, 0.5).low;  // 200 of 400
  const double half = (cell.ci.high - cell.ci.low) / 2;
  REQUIRE((cell.ci.low + half == Approx(cell.gain.mean) && half >= of_splits - 1e-12));
  // Splits that disagree widely are less sure than any single run.
  for (auto& method : runs[1].problem.methods)
    if (method.measure == "good") method.test = method.tune = runs[1].problem.method("max_prob").test;
  runs.resize(2);
  const MatrixCell apart = method_of(method_matrix(runs, kRequest), "good").cells.front();
  REQUIRE(apart.ci.low == Approx(stats::resampled_interval(apart.gain, 0.5).low));
}

TEST_CASE("splits that agree by chance are no surer than a single run", "[matrix]") {
  MatrixRun split = matrix_run("a2", "a");
  split.problem.examples = "other rows";
  std::vector<MatrixRun> runs{matrix_run("a1", "a"), split};
  for (auto& run : runs) run.inputs = "the same";
  const MethodMatrix matrix = method_matrix(runs, kRequest);
  REQUIRE(matrix.data_sets[0].differ == RunsDiffer::by_split);
  const MatrixCell& cell = method_of(matrix, "good").cells.front();
  REQUIRE(cell.gain.deviation == 0);
  const std::vector<MatrixRun> alone{matrix_run("a1", "a"), matrix_run("b", "b")};
  const MatrixCell single = method_of(method_matrix(alone, kRequest), "good").cells[0];
  REQUIRE(single.ci.high > single.ci.low + 0.001);
  REQUIRE(cell.ci.high - cell.ci.low >= single.ci.high - single.ci.low - 1e-12);
}

TEST_CASE("data sets whose gains are equal by chance have the interval of their examples", "[matrix]") {
  std::vector<MatrixRun> runs{matrix_run("a", "a"), matrix_run("b", "a")};
  runs[1].problem.examples = "b";
  const MatrixMethod good = method_of(method_matrix(runs, kRequest), "good");
  REQUIRE((good.cells.size() == 2 && good.gain.deviation == 0));
  const double first = good.cells[0].ci.high - good.cells[0].ci.low,
               second = good.cells[1].ci.high - good.cells[1].ci.low;
  REQUIRE(good.ci.high - good.ci.low == Approx(std::hypot(first, second) / 2));
}

TEST_CASE("a run's name changes no interval", "[matrix]") {
  std::vector<MatrixRun> runs = five_data_sets();
  const MethodMatrix before = method_matrix(runs, kRequest);
  runs[0].data_set = "photos";
  const MethodMatrix after = method_matrix(runs, kRequest);
  REQUIRE(after.data_sets[0].name == "photos");
  REQUIRE(method_of(after, "good").cells[0].ci.low == method_of(before, "good").cells[0].ci.low);
  REQUIRE(method_of(after, "good").cells[0].ci.high == method_of(before, "good").cells[0].ci.high);
}

TEST_CASE("in a cross-fitted problem examples of both halves are put in their places", "[matrix]") {
  std::vector<MatrixRun> runs{matrix_run("a-seed1", "a", 1), matrix_run("a-seed2", "a", 2)};
  for (std::size_t r = 0; r < 2; ++r)
    for (std::size_t i = 0; i < 200; ++i)
      runs[r].problem.half.push_back(r == 0 ? i % 2 : static_cast<std::uint8_t>(i >= 100));
  const MethodMatrix matrix = method_matrix(runs, kRequest);
  REQUIRE(method_of(matrix, "good").gain.mean == Approx((gain(runs[0], "good") + gain(runs[1], "good")) / 2));
  REQUIRE(method_of(matrix, "same").ci.low == Approx(0).margin(1e-12));
}

TEST_CASE("methods that a run lacks are left out, or refused by name", "[matrix]") {
  auto runs = five_data_sets();
  std::erase_if(runs[2].problem.methods, [](const Method& method) { return method.measure == "bad"; });
  const MethodMatrix matrix = method_matrix(runs, kRequest);
  REQUIRE(matrix.methods.size() == 2);
  REQUIRE(matrix.left_out == std::map<std::string, std::vector<std::string>>{{"bad", {"c"}}});
  const auto refusal = [&](MatrixRequest request) {
    return error_message<InvalidArgument>([&] { method_matrix(runs, request); });
  };
  MatrixRequest request = kRequest;
  request.methods = {"bad"};
  REQUIRE_THAT(refusal(request), Contains("bad is not in c; all runs have max_prob, good, same"));
  request.methods = {"goood"};
  REQUIRE_THAT(refusal(request), Contains("no run has a curve of 'goood'; did you mean 'good'?"));
  request.methods = {"oracle"};
  REQUIRE_THAT(refusal(request), Contains("no run has a curve of 'oracle'"));
  request.methods = {"max_prob"};
  REQUIRE_THAT(refusal(request), Contains("no method to compare with max_prob but itself"));
  request = kRequest;
  request.against = "bad";
  REQUIRE_THAT(refusal(request), Contains("bad is not in c"));
  request.against = "random";  // known in expectation
  REQUIRE(method_matrix(runs, request).methods.size() == 3);
  for (auto& run : runs)
    std::erase_if(run.problem.methods, [&](const Method& method) {
      return method.kind == MethodKind::scored && method.measure != "max_prob" &&
             method.measure != (run.path.filename() == "a" ? "good" : "same");
    });
  REQUIRE_THAT(refusal(kRequest),
               Contains("the runs have only max_prob in common: good is not in b, c, d, e; "
                        "same is not in a"));
  runs.resize(1);
  REQUIRE_THAT(refusal(kRequest), Contains("one run"));
}

TEST_CASE("named data sets on the same examples are said to depend on each other", "[matrix]") {
  std::vector<MatrixRun> runs{matrix_run("a", "a"), matrix_run("b", "a", 2), matrix_run("c", "c")};
  runs[0].data_set = "small";
  runs[1].data_set = "large";
  REQUIRE(method_matrix(runs, kRequest).shared == std::vector<std::string>{"large"});
}

TEST_CASE("a gain is ahead, behind or not shown by its interval alone", "[matrix]") {
  REQUIRE(verdict_of({.low = 0.001, .high = 1}) == Verdict::ahead);
  REQUIRE(verdict_of({.low = -1, .high = -0.001}) == Verdict::behind);
  for (const stats::Interval open : {stats::Interval{-1, 1}, {0, 1}, {-1, 0}, {0, 0}, {1e-17, 2e-17}})
    REQUIRE(verdict_of(open) == Verdict::not_shown);
}

}  // namespace
}  // namespace hybrid::eval
