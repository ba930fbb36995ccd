#pragma once
// Methods compared with one of them over data sets: matched accuracy, averaged over coverages, minus that of
// the method `against`. What varies is kept apart:
// - a data set with one run: its examples (paired bootstrap); the verdict holds for its networks;
// - with several seeds: seeds and examples (stats::seeds_interval);
// - with several splits of the same prediction sets: Nadeau & Bengio's interval (stats::resampled_interval),
//   or the widest of the single runs' if that is wider;
// - over data sets: Student's t of the data sets' gains, or if all are equal, their examples. Gains on other
//   data vary more than any of the above, and t covers better than resampling the data sets, which for 3, 5,
//   10 and 20 normal gains holds the truth in 75, 85, 90 and 92 of 100 cases in place of 95.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/seed.h"
#include "eval/run_groups.h"
#include "eval/verdict.h"
#include "stats/ranks.h"
#include "stats/spread.h"

namespace hybrid::eval {

struct MatrixRequest {
  std::vector<std::string> methods;  ///< empty: every scored method that all runs have
  std::string against = "max_prob";
  std::vector<double> coverages;  ///< averaged
  std::size_t bootstrap = 1000;   ///< resamples of a data set with one run
  SeedTree seed{1};
};

/// The gain of a method on a data set.
struct MatrixCell {
  stats::Spread gain;  ///< of each run
  stats::Interval ci;  ///< 95 %
  Verdict verdict = Verdict::not_shown;
};

struct MatrixMethod {
  std::string name;
  std::vector<MatrixCell> cells;  ///< one per data set
  stats::Spread gain;             ///< means of the data sets
  stats::Interval ci;             ///< over data sets; of the only data set if there is one
  Verdict verdict = Verdict::not_shown;
  std::size_t ahead = 0, behind = 0;  ///< number of data sets with that verdict
};

struct MatrixDataSet {
  std::string name;
  RunsDiffer differ = RunsDiffer::single;
  std::vector<std::string> runs;
  std::size_t n_test = 0;       ///< of the first run
  double against_accuracy = 0;  ///< averaged over coverages and runs
};

/// The ranks of `against` (first) and of the methods over at least two data sets.
struct MatrixRanks {
  stats::Friedman friedman;
  double critical_difference = 0;  ///< Nemenyi, 5 %
};

struct MethodMatrix {
  std::string against;
  std::vector<double> coverages;
  std::vector<MatrixDataSet> data_sets;
  std::vector<MatrixMethod> methods;  ///< in the order requested, else the largest mean gain first
  std::optional<MatrixRanks> ranks;   ///< std::nullopt for one data set
  std::map<std::string, std::vector<std::string>> left_out;  ///< method -> names of the runs that lack it
  std::vector<std::string> shared;  ///< data sets that measure the examples of an earlier one
};

/// Compares the methods over the runs.
/// @throws InvalidArgument for fewer than two runs, a method that is not among all runs' or has no curve over
/// coverages, and if no method is left to compare
/// @throws DataError as group_by_data_set
MethodMatrix method_matrix(std::span<const MatrixRun> runs, const MatrixRequest& request);

}  // namespace hybrid::eval
