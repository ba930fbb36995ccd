#include "report/seeds.h"

#include <algorithm>

#include "core/error.h"
#include "core/text.h"
#include "eval/compare_runs.h"
#include "runs/outcomes_file.h"
#include "stats/bootstrap.h"

namespace hybrid::report {

namespace fs = std::filesystem;

namespace {

constexpr const char* kAlike = "seeds are compared on runs that differ in their seed alone";

/// One run with the folds of its methods: [method], empty for methods without a curve.
struct SeedRun {
  eval::RoutingProblem problem;
  std::vector<std::vector<eval::Fold>> folds;
};

SeedRun read_seed_run(const fs::path& path) {
  SeedRun run{.problem = runs::read_routing_problem(runs::FinishedRun(path)).problem};
  for (const auto& method : run.problem.methods) run.folds.push_back(eval::folds_of(run.problem, method));
  return run;
}

void check_alike(const eval::RoutingProblem& first, const fs::path& first_path,
                 const eval::RoutingProblem& other, const fs::path& other_path) {
  const auto refuse = [&](const std::string& what) {
    throw DataError(other_path, fmt::format("{} than {}; {}", what, first_path.string(), kAlike));
  };
  const auto names = [](const eval::RoutingProblem& problem) {
    std::vector<std::string> all;
    for (const auto& method : problem.methods) all.push_back(method.name());
    return all;
  };
  if (names(other) != names(first))
    refuse(fmt::format("has other methods ({}, not {})", join(names(other)), join(names(first))));
  if (const auto difference = eval::difference_in_tests(first, other)) refuse(*difference);
}

std::size_t place_of(const eval::RoutingProblem& problem, const std::string& method) {
  const auto found = std::ranges::find(problem.methods, method, &eval::Method::name);
  return static_cast<std::size_t>(found - problem.methods.begin());
}

SeedsAccuracy accuracy_of(std::span<const SeedRun> runs, std::size_t m,
                          const std::vector<double>& coverages) {
  const eval::Method& first = runs.front().problem.methods[m];
  SeedsAccuracy result{.method = first.name(), .kind = first.kind, .coverages = coverages};
  if (first.kind == eval::MethodKind::on_device) result.coverages = {1};
  if (first.kind == eval::MethodKind::on_cloud) result.coverages = {0};
  for (const double coverage : result.coverages) {
    std::vector<double> values;
    for (const auto& run : runs)
      values.push_back(eval::operating_point(run.problem, run.problem.methods[m], run.folds[m], coverage, {})
                           .matched_accuracy);
    result.accuracy.push_back(stats::spread_of(std::move(values)));
  }
  return result;
}

/// Returns, per test example, the mean over the runs of expected_right(method) - expected_right(against).
std::vector<double> mean_difference(std::span<const SeedRun> runs, std::size_t method, std::size_t against,
                                    double coverage) {
  std::vector<double> mean(runs.front().problem.n_test(), 0.0);
  for (const auto& run : runs) {
    const auto first = eval::expected_right(run.folds[method], coverage);
    const auto second = eval::expected_right(run.folds[against], coverage);
    for (std::size_t i = 0; i < mean.size(); ++i)
      mean[i] += (first[i] - second[i]) / static_cast<double>(runs.size());
  }
  return mean;
}

std::vector<SeedsDifference> differences_of(std::span<const SeedRun> runs,
                                            const config::EvaluationConfig& config, SeedTree seed) {
  const eval::RoutingProblem& problem = runs.front().problem;
  std::vector<SeedsDifference> all;
  std::vector<std::vector<double>> per_example;
  const std::pair<const char*, const char*> compared[] = {{"max_prob", ""},
                                                          {"auto", ""},
                                                          {"router", ""},
                                                          {"max_prob", eval::kFused},
                                                          {eval::kAppealNet, eval::kAppealNet}};
  for (const auto& [measure, variant] : compared)
    for (const auto& against : eval::opponents(problem)) {
      const std::string method = eval::method_name(measure, variant);
      const std::size_t m = config::place_of(problem, method), a = config::place_of(problem, against);
      if (m == problem.methods.size() || m == a) continue;
      if (eval::is_fused(problem.methods[a].variant) && !eval::is_fused(variant)) continue;
      for (const double coverage : config.coverages) {
        std::vector<double> deltas;
        for (const auto& run : runs)
          deltas.push_back(eval::matched_accuracy(run.folds[m], coverage) -
                           eval::matched_accuracy(run.folds[a], coverage));
        SeedsDifference difference{.delta = stats::spread_of(std::move(deltas))};
        difference.comparison = {.method = method,
                                 .against = against,
                                 .target_coverage = coverage,
                                 .delta = difference.delta.mean};
        all.push_back(std::move(difference));
        per_example.push_back(mean_difference(runs, m, a, coverage));
      }
    }
  const auto intervals =
      stats::bootstrap_means(per_example, static_cast<std::size_t>(config.bootstrap), seed);
  for (std::size_t d = 0; d < all.size(); ++d) all[d].comparison.ci = intervals[d];
  return all;
}

}  // namespace

SeedsResult summarise_seeds(std::span<const fs::path> paths, const config::EvaluationConfig& config,
                            SeedTree seed) {
  HYBRID_CHECK(!paths.empty(), "no runs");
  SeedsResult result;
  std::vector<SeedRun> runs;
  for (const auto& path : paths) {
    runs.push_back(read_seed_run(path));
    check_alike(runs.front().problem, paths.front(), runs.back().problem, path);
    result.runs.push_back(runs::FinishedRun(path).name());
  }
  result.n_test = runs.front().problem.n_test();
  result.cross_fitted = runs.front().problem.cross_fitted();
  result.coverages = config.coverages;
  for (std::size_t m = 0; m < runs.front().problem.methods.size(); ++m)
    result.accuracies.push_back(accuracy_of(runs, m, config.coverages));
  result.differences = differences_of(runs, config, seed);
  return result;
}

}  // namespace hybrid::report
