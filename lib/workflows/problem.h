#pragma once
// The data of the commands that tune, price and audit: a finished run, or two models' prediction sets.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "config/pair.h"
#include "core/log.h"
#include "core/seed.h"
#include "cost/system_cost.h"
#include "eval/methods.h"
#include "predictions/prediction_pair.h"

namespace hybrid::workflows {

/// Prediction sets: .npz, folders of .npy, or .csv.
struct PredictionFiles {
  std::string base, cloud;  ///< on the same examples
  /// On other examples, for fitting and thresholds; empty: the one pair is split.
  std::string tune_base, tune_cloud;
  /// Own scores of the examples of `base` and `tune_base` (predictions/score_file.h), besides those of the
  /// sets.
  std::string scores, tune_scores;
};

struct ProblemSource {
  std::filesystem::path run;  ///< a finished run; empty: the files, and only they use the members below
  PredictionFiles files;
  double tune_fraction = 0.5;        ///< share of a split pair used for tuning, between 0 and 1
  bool cross_fit = false;            ///< instead of a split: two-fold cross-fitting
  std::uint64_t seed = 1;            ///< of the split, the routers' fits and the bootstrap
  std::string utility = "accuracy";  ///< see read_utility
  bool certify = false;              ///< keep a part of the tuning part from every fit
};

/// Returns the source for an evaluation of these files with this config.
ProblemSource source_of(const PredictionFiles& files, const config::PairConfig& config);

/// Returns the root seed of all random draws from two models' outputs.
SeedTree evaluation_seed(const ProblemSource& source);

/// Prediction pairs of the tuning and the test part. Without separate files for tuning, the one pair is
/// split, or its halves are cross-fitted.
struct LoadedPairs {
  predictions::PredictionPair tune;  ///< empty if halves are cross-fitted
  predictions::PredictionPair test;
  std::vector<std::size_t> tune_rows;  ///< rows of the one pair, if it was split
  std::vector<std::uint8_t> half;      ///< of each row of `test`, if halves are cross-fitted
  predictions::PredictionPair whole;   ///< the one pair, if it was split and keep_whole is set
};

/// Reads the source's files; outputs not needed by `methods` (empty: all) are not kept in memory.
/// @param keep_whole also keep a pair that is split, to split it again
/// @throws InvalidArgument for a source that contradicts itself
/// @throws DataError for files that cannot be read, do not match each other or are too small to split
LoadedPairs load_pairs(const ProblemSource& source, const std::vector<std::string>& methods, Logger& log,
                       bool keep_whole = false);

/// Warns if the tuning sets hold the examples of the test sets.
void warn_of_same_examples(const predictions::PredictionPair& tune, const predictions::PredictionPair& test,
                           Logger& log);

/// Returns the rows of the tuning part that an evaluation with this config uses; empty for all.
/// @throws InvalidArgument if every repeat would use the same rows
std::vector<std::size_t> used_rows(const LoadedPairs& pairs, const config::PairConfig& config, SeedTree seed);

struct LoadedProblem {
  std::string name;  ///< name of the run or of the base's file
  eval::RoutingProblem problem;
  cost::Workload workload;
  cost::SystemProfile profile;
  config::BatteryConfig battery;  ///< of a run's config
};

/// Returns the named problem of the source's files with its workload, without a profile.
/// @param methods to fit and score; empty: all
LoadedProblem problem_of(const ProblemSource& source, const LoadedPairs& pairs,
                         const std::vector<std::string>& methods, Logger& log);

/// Returns the problem with on_device and the confidence measures alone, for every base variant.
eval::RoutingProblem confidence_only(eval::RoutingProblem problem);

/// Returns the cost profile with that name or in that file.
using FindProfile = std::function<cost::SystemProfile(const std::string& name_or_file)>;
inline constexpr const char* kDefaultProfile = "paper-table3";

/// Reads the run, or reads the files and fits and scores the methods.
/// @param methods used for files only; a run has its own
/// @param profile name or file; empty for the run's own, or kDefaultProfile for files. A run's own copy takes
/// precedence over a file of the same name, which may have changed since
/// @param find_profile empty: nothing is priced, and the problem gets no profile
/// @throws as load_pairs, and DataError for a run that cannot be read, or that has no profile if none is
/// named
LoadedProblem load_problem(const ProblemSource& source, const std::vector<std::string>& methods,
                           const std::string& profile, const FindProfile& find_profile, Logger& log);

/// Warns of outputs that probably mean something else than they are taken for, and of too few examples.
/// @param base_alone the base stands in for a cloud that there is none of
void warn_of_outputs(const LoadedPairs& pairs, Logger& log, bool base_alone = false);

/// Warns if the profile cannot use the measurements of single inputs.
void warn_of_ignored_costs(const cost::SystemProfile& profile, const eval::RoutingProblem& problem,
                           Logger& log);

}  // namespace hybrid::workflows
