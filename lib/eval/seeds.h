#pragma once
// Several runs that differ in their seed alone, as one result. Two things vary and are told apart: the
// networks, from seed to seed (standard deviation over the runs), and the examples, which are a sample (95 %
// interval by a bootstrap over the test examples of what is already averaged over the seeds). Tested by doing
// both sums by hand.

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
  std::vector<double> coverages;        ///< the targets; one for on_device (1) and on_cloud (0)
  std::vector<stats::Spread> accuracy;  ///< matched accuracy at each of them
};

/// Mean over the seeds of matched_accuracy(method) - matched_accuracy(against).
struct SeedsDifference {
  Comparison comparison;  ///< delta: the mean; ci: over the test examples; no McNemar test
  stats::Spread delta;
};

struct SeedsResult {
  std::vector<std::string> runs;  ///< their names
  std::size_t n_test = 0;
  bool cross_fitted = false;
  std::vector<double> coverages;
  std::vector<SeedsAccuracy> accuracies;     ///< every method, in the order of the runs
  std::vector<SeedsDifference> differences;  ///< of the hybrid's max_prob and router, over every opponent
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
