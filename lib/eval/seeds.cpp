#include "eval/seeds.h"

#include <algorithm>

#include "core/error.h"
#include "core/text.h"
#include "eval/compare_runs.h"
#include "stats/bootstrap.h"
#include "stats/resampled_interval.h"

namespace hybrid::eval {

namespace fs = std::filesystem;

namespace {

constexpr const char* kAlike = "seeds are compared on runs that differ in their seed alone";

/// The folds of a run's methods: [method], empty for those without a curve.
struct SeedFolds {
  const RoutingProblem& problem;
  std::vector<std::vector<Fold>> folds;
};

SeedFolds folds_of(const RoutingProblem& problem) {
  SeedFolds run{.problem = problem, .folds = {}};
  for (const auto& method : problem.methods) run.folds.push_back(folds_of(problem, method));
  return run;
}

void check_alike(const RoutingProblem& first, const fs::path& first_path, const RoutingProblem& other,
                 const fs::path& other_path) {
  const auto refuse = [&](const std::string& what) {
    throw DataError(other_path, fmt::format("{} than {}; {}", what, first_path.string(), kAlike));
  };
  const auto names = [](const RoutingProblem& problem) {
    std::vector<std::string> all;
    for (const auto& method : problem.methods) all.push_back(method.name());
    return all;
  };
  if (names(other) != names(first))
    refuse(fmt::format("has other methods ({}, not {})", join(names(other)), join(names(first))));
  if (const auto difference = difference_in_tests(first, other)) refuse(*difference);
}

std::size_t place_of(const RoutingProblem& problem, const std::string& method) {
  const auto found = std::ranges::find(problem.methods, method, &Method::name);
  return static_cast<std::size_t>(found - problem.methods.begin());
}

SeedsAccuracy accuracy_of(std::span<const SeedFolds> runs, std::size_t m,
                          const std::vector<double>& coverages) {
  const Method& first = runs.front().problem.methods[m];
  SeedsAccuracy result{.method = first.name(), .kind = first.kind, .coverages = coverages};
  if (first.kind == MethodKind::on_device) result.coverages = {1};
  if (first.kind == MethodKind::on_cloud) result.coverages = {0};
  for (const double coverage : result.coverages) {
    std::vector<double> values;
    for (const auto& run : runs)
      values.push_back(
          operating_point(run.problem, run.problem.methods[m], run.folds[m], coverage, {}).matched_accuracy);
    result.accuracy.push_back(stats::spread_of(std::move(values)));
  }
  return result;
}

/// Returns, per test example, the mean over the runs of expected_utility(method) - expected_utility(against).
std::vector<double> mean_difference(std::span<const SeedFolds> runs, std::size_t method, std::size_t against,
                                    double coverage) {
  std::vector<double> mean(runs.front().problem.n_test(), 0.0);
  for (const auto& run : runs) {
    const auto first = expected_utility(run.folds[method], coverage);
    const auto second = expected_utility(run.folds[against], coverage);
    for (std::size_t i = 0; i < mean.size(); ++i)
      mean[i] += (first[i] - second[i]) / static_cast<double>(runs.size());
  }
  return mean;
}

std::vector<SeedsDifference> differences_of(std::span<const SeedFolds> runs,
                                            const config::EvaluationConfig& config, SeedTree seed) {
  const RoutingProblem& problem = runs.front().problem;
  std::vector<SeedsDifference> all;
  std::vector<std::vector<double>> per_example;  // of each difference, the mean over the seeds
  std::vector<MethodId> compared = hybrid_methods();
  compared.push_back({kAppealNet, kAppealNet});
  // The files begin with max_prob.
  std::stable_partition(compared.begin(), compared.end(),
                        [](const MethodId& id) { return id.name() == "max_prob"; });
  for (const MethodId& id : compared)
    for (const auto& against : opponents(problem)) {
      const std::string method = id.name();
      const std::size_t m = place_of(problem, method), a = place_of(problem, against);
      if (m == problem.methods.size() || m == a) continue;
      if (is_fused(problem.methods[a].variant) && !is_fused(id.variant)) continue;
      for (const double coverage : config.coverages) {
        std::vector<double> deltas;
        for (const auto& run : runs)
          deltas.push_back(matched_accuracy(run.folds[m], coverage) -
                           matched_accuracy(run.folds[a], coverage));
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
  for (std::size_t d = 0; d < all.size(); ++d) {
    all[d].comparison.ci = all[d].over_seeds = intervals[d];
    if (runs.size() == 1) continue;
    const double deviation = stats::spread_of(std::move(per_example[d])).deviation;
    all[d].over_seeds = stats::seeds_interval(all[d].delta, deviation * deviation, problem.n_test());
  }
  return all;
}

}  // namespace

SeedsResult summarise_seeds(std::span<const SeedRun> runs, const config::EvaluationConfig& config,
                            SeedTree seed) {
  HYBRID_CHECK(!runs.empty(), "no runs");
  const SeedRun& first = runs.front();
  SeedsResult result{.n_test = first.problem.n_test(),
                     .cross_fitted = first.problem.cross_fitted(),
                     .coverages = config.coverages};
  std::vector<SeedFolds> folds;
  for (const auto& run : runs) {
    check_alike(first.problem, first.path, run.problem, run.path);
    result.runs.push_back(run.path.filename().string());
    folds.push_back(folds_of(run.problem));
  }
  for (std::size_t m = 0; m < first.problem.methods.size(); ++m)
    result.accuracies.push_back(accuracy_of(folds, m, config.coverages));
  result.differences = differences_of(folds, config, seed);
  return result;
}

}  // namespace hybrid::eval
