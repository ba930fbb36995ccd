#pragma once
// The evaluation repeated over random splits of the same examples: how much of a method's lead depends on the
// split, and how far thresholds vary. Each repeat splits, fits and tunes anew; only its figures are kept.
// Intervals are those of resampled_interval.h, because repeats on one sample are not independent.

#include <array>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "config/evaluation.h"
#include "core/log.h"
#include "core/seed.h"
#include "eval/methods.h"
#include "stats/resampled_interval.h"

namespace hybrid::eval {

/// Methods are ranked by their matched accuracy, averaged over these coverages, regardless of the coverages
/// requested in addition.
inline constexpr std::array kHeadlineCoverages{0.95, 0.9, 0.8, 0.7, 0.6, 0.5};

/// A scored method at one coverage, or the mean over kHeadlineCoverages if there is no target.
struct RepeatedAccuracy {
  std::string method;
  std::optional<double> target_coverage;
  stats::Spread matched_accuracy;  ///< at exactly the target coverage on test
  stats::Spread accuracy;          ///< at the threshold chosen on the tuning part (or recalibrated)
  stats::Spread coverage;          ///< share of the test part kept at that threshold
};

/// matched_accuracy(method) - matched_accuracy(against) in each repeat.
struct RepeatedDifference {
  std::string method;
  std::string against;
  std::optional<double> target_coverage;
  stats::Spread delta;
  double ahead = 0, behind = 0;  ///< shares of the repeats with a positive, negative difference
  stats::Interval ci;            ///< 95 %
};

struct Repeats {
  std::size_t count = 0;
  std::size_t n_tune = 0, n_test = 0;  ///< in the first repeat
  /// The test part is the same in every repeat: only the tuning examples are drawn.
  bool fixed_test = false;
  std::vector<double> coverages;
  std::vector<RepeatedAccuracy> accuracies;     ///< by method: the mean, then each coverage
  std::vector<RepeatedDifference> differences;  ///< against the opponents, in the same order
  std::map<std::string, std::string> left_out;  ///< methods missing in some repeats -> reason
};

/// The sampling design of the repeats.
struct RepeatDesign {
  std::size_t count = 2;
  /// Correlation of the figures of two repeats: the share of all examples in a test part, whatever is drawn
  /// from the rest for tuning; with a fixed test part, the share of the tuning examples that is drawn.
  double rho = 0.5;
  /// If true, the interval adds the variance due to the test examples, which the repeats do not show.
  bool fixed_test = false;
  config::Recalibration recalibrate = config::Recalibration::none;
};

/// Returns the problem of a repeat, counted from 1.
using DrawProblem = std::function<RoutingProblem(std::size_t repeat)>;

/// A method's figures in one repeat, at one coverage or as their mean over kHeadlineCoverages.
struct RepeatFigures {
  double matched_accuracy = 0, accuracy = 0, coverage = 0;
  bool operator==(const RepeatFigures&) const = default;
};

/// All that is needed of one repeat. A column is the mean over kHeadlineCoverages, then each coverage.
struct FinishedRepeat {
  std::map<std::string, std::vector<RepeatFigures>> figures;  ///< method -> [column]
  /// (method, opponent) -> [column]: variance of the mean difference due to the sample of test examples. Only
  /// with a fixed test part.
  std::map<std::pair<std::string, std::string>, std::vector<double>> test_variance;
  bool operator==(const FinishedRepeat&) const = default;
};

/// What outlives an interruption: with the repeats that were finished before, the result is the same, bit for
/// bit.
struct KeptRepeats {
  std::vector<FinishedRepeat> finished;  ///< from repeat 0
  /// Takes each further repeat; empty: none is kept.
  std::function<void(const FinishedRepeat&)> keep;
};

/// Evaluates every repeat.
/// @param first problem of repeat 0; not cross-fitted
/// @throws Interrupted if the user asked to stop
Repeats repeat_evaluation(const RoutingProblem& first, const DrawProblem& draw, const RepeatDesign& design,
                          const std::vector<double>& coverages, Logger& log, const KeptRepeats& kept = {});

/// The source of the repeats: one pair that is split, or a tuning pair from which `tune_limit` examples are
/// drawn.
struct RepeatSource {
  const predictions::PredictionPair* pair = nullptr;  ///< split; nullptr if there is a separate tuning pair
  const predictions::PredictionPair* tune = nullptr;
  const predictions::PredictionPair* test = nullptr;
  double tune_fraction = 0.5;
  std::size_t tune_limit = 0;  ///< number of tuning examples used; 0: all
};

RepeatDesign design_of(const RepeatSource& source, std::size_t count);

/// Splits, limits, fits and scores with the seed of the repeat.
RoutingProblem draw_problem(const RepeatSource& source, std::size_t repeat, const MethodOptions& methods,
                            SeedTree seed);

}  // namespace hybrid::eval
