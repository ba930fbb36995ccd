#pragma once
// The evaluation over many random splits of the same examples: how much of a method's lead is luck of one
// split, and how far thresholds wander. Each repeat splits, fits and tunes anew; of each only its figures are
// kept. Intervals are those of resampled_interval.h: repeats of one sample are not independent.

#include <array>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "config/evaluation.h"
#include "core/log.h"
#include "core/seed.h"
#include "eval/methods.h"
#include "stats/resampled_interval.h"

namespace hybrid::eval {

/// Methods are ranked by the mean over these of their matched accuracy, whatever coverages are asked for
/// besides.
inline constexpr std::array kHeadlineCoverages{0.95, 0.9, 0.8, 0.7, 0.6, 0.5};

/// A scored method at one coverage, or the mean over kHeadlineCoverages where there is no target.
struct RepeatedAccuracy {
  std::string method;
  std::optional<double> target_coverage;
  stats::Spread matched_accuracy;  ///< with exactly the target coverage on test
  stats::Spread accuracy;          ///< at the threshold chosen on the tuning part (or recalibrated) ...
  stats::Spread coverage;          ///< ... which keeps this share of the test part
};

/// matched_accuracy(method) - matched_accuracy(against), repeat by repeat.
struct RepeatedDifference {
  std::string method;
  std::string against;
  std::optional<double> target_coverage;
  stats::Spread delta;
  double smallest = 0;           ///< of all repeats
  double ahead = 0, behind = 0;  ///< shares of the repeats with a difference above and below 0
  stats::Interval ci;            ///< 95 %
};

struct Repeats {
  std::size_t count = 0;
  std::size_t n_tune = 0, n_test = 0;  ///< of the first repeat
  bool fixed_test = false;  ///< the test part is the same in all: only the tuning examples are drawn
  std::vector<double> coverages;
  std::vector<RepeatedAccuracy> accuracies;     ///< per method: the mean, then each coverage
  std::vector<RepeatedDifference> differences;  ///< against max_prob and entropy, in the same order
  std::map<std::string, std::string> left_out;  ///< method -> why: not there in every repeat
};

/// How the repeats hang together.
struct RepeatDesign {
  std::size_t count = 2;
  /// Correlation of two repeats' figures: the share of all examples that is in a test part, whatever is drawn
  /// from the rest for tuning; with a fixed test part, the share of the tuning examples that is drawn.
  double rho = 0.5;
  /// Then the interval adds the variance from the test examples, which the repeats do not show.
  bool fixed_test = false;
  config::Recalibration recalibrate = config::Recalibration::none;
};

/// The problem of that repeat, counted from 1.
using DrawProblem = std::function<RoutingProblem(std::size_t repeat)>;

/// @param first the problem of repeat 0; not cross-fitted @throws Interrupted if the user asked to stop
Repeats repeat_evaluation(const RoutingProblem& first, const DrawProblem& draw, const RepeatDesign& design,
                          const std::vector<double>& coverages, Logger& log);

/// Where repeats are drawn from: one pair that is split, or a tuning pair of which `tune_limit` examples are
/// drawn.
struct RepeatSource {
  const predictions::PredictionPair* pair = nullptr;  ///< split; nullptr if there is a tuning pair of its own
  const predictions::PredictionPair* tune = nullptr;
  const predictions::PredictionPair* test = nullptr;
  double tune_fraction = 0.5;
  std::size_t tune_limit = 0;  ///< of the tuning part this many are used; 0: all
};

RepeatDesign design_of(const RepeatSource& source, std::size_t count);

/// Splits, limits, fits and scores, by a seed of that repeat.
RoutingProblem draw_problem(const RepeatSource& source, std::size_t repeat, const MethodOptions& methods,
                            SeedTree seed);

}  // namespace hybrid::eval
