#pragma once
// Summary of several runs that differ only in their seed. Two sources of variation are reported separately:
// the networks (standard deviation over the runs) and the sample of examples (95 % bootstrap interval over
// the test examples, of the mean over the seeds). Verdicts take both into account. Tested by computing both
// by hand.

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/seed.h"
#include "eval/evaluation.h"
#include "stats/spread.h"

namespace hybrid::eval {

struct SeedsAccuracy {
  std::string method;
  MethodKind kind = MethodKind::scored;
  std::vector<double> coverages;        ///< target coverages; only 1 for on_device and only 0 for on_cloud
  std::vector<stats::Spread> accuracy;  ///< matched accuracy at each target coverage
};

/// Mean over the seeds of matched_accuracy(method) - matched_accuracy(against).
struct SeedsDifference {
  Comparison comparison;  ///< delta: mean; ci: over the test examples; no McNemar test
  stats::Spread delta;
  /// Over other seeds and other examples: stats::seeds_interval; comparison.ci if there is one run.
  stats::Interval over_seeds = {};
};

struct SeedsResult {
  std::vector<std::string> runs;  ///< names of the runs
  std::size_t n_test = 0;
  bool cross_fitted = false;
  std::vector<double> coverages;
  std::vector<SeedsAccuracy> accuracies;     ///< of every method, in the order of the runs
  std::vector<SeedsDifference> differences;  ///< of the hybrid's max_prob and router, against every opponent
};

/// The run of one seed.
struct SeedRun {
  std::filesystem::path path;  ///< its last part is the run's name
  RoutingProblem problem;
};

/// Summarises at least one run.
/// @param config its coverages and resamples
/// @throws DataError naming a run with other methods, test examples or halves than the first
SeedsResult summarise_seeds(std::span<const SeedRun> runs, const config::EvaluationConfig& config,
                            SeedTree seed);

}  // namespace hybrid::eval
