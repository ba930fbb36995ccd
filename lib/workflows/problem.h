#pragma once
// Where the commands that tune, price and audit get their data from: a finished run, or two models'
// prediction sets.

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
  std::string base, cloud;            ///< on the same examples
  std::string tune_base, tune_cloud;  ///< on others, for fitting and thresholds; empty: the one pair is split
};

struct ProblemSource {
  std::filesystem::path run;  ///< a finished one; empty: the files, and only they need what follows
  PredictionFiles files;
  double tune_fraction = 0.5;        ///< of a pair that is split, what goes to tuning: between 0 and 1
  bool cross_fit = false;            ///< instead: two halves tune each other
  std::uint64_t seed = 1;            ///< of the split, the routers' fits and the bootstrap
  std::string utility = "accuracy";  ///< see read_utility
};

/// What an evaluation of these files by this config starts from.
ProblemSource source_of(const PredictionFiles& files, const config::PairConfig& config);

/// What everything that starts from two models' outputs draws from.
SeedTree evaluation_seed(const ProblemSource& source);

/// Without files of their own for tuning, the one pair is split, or its halves are cross-fitted.
struct LoadedPairs {
  predictions::PredictionPair tune;  ///< empty if halves are cross-fitted
  predictions::PredictionPair test;
  std::vector<std::size_t> tune_rows;  ///< of the one pair, if it was split
  std::vector<std::uint8_t> half;      ///< of each row of `test`, if halves are cross-fitted
  predictions::PredictionPair whole;   ///< the one pair, if it was split and is to be kept
};

/// Reads the source's files, keeping in memory what `methods` (empty: all) need.
/// @param keep_whole a pair that is split is kept, too, to be split again
/// @throws InvalidArgument for a source that contradicts itself, DataError for files that cannot be read, do
/// not fit each other, or are too small to be split
LoadedPairs load_pairs(const ProblemSource& source, const std::vector<std::string>& methods, Logger& log,
                       bool keep_whole = false);

/// Rows of the tuning part that an evaluation by this config uses; empty for all.
/// @throws InvalidArgument if every repeat would use the same
std::vector<std::size_t> used_rows(const LoadedPairs& pairs, const config::PairConfig& config, SeedTree seed);

/// The routing problem of those pairs, cross-fitted if they are halves.
eval::RoutingProblem problem_of(const LoadedPairs& pairs, const eval::MethodOptions& methods, SeedTree seed,
                                Logger& log);

struct LoadedProblem {
  std::string name;  ///< of the run or the base's file
  eval::RoutingProblem problem;
  cost::Workload workload;
  cost::SystemProfile profile;
  std::vector<cost::SystemProfile> other_profiles;  ///< of the run
};

/// The problem of the source's files, named and with its workload, but not yet with a profile. `methods`
/// (empty: all) are fitted and scored.
LoadedProblem problem_of(const ProblemSource& source, const LoadedPairs& pairs,
                         const std::vector<std::string>& methods, Logger& log);

/// The cost profile of that name, or in that file.
using FindProfile = std::function<cost::SystemProfile(const std::string& name_or_file)>;
inline constexpr const char* kDefaultProfile = "paper-table3";

/// Reads the run, or reads, fits and scores what the files hold.
/// @param methods of files alone; a run has its own
/// @param profile its name or file; empty for the run's own, of files kDefaultProfile. A run's own copy comes
/// before a file of the same name, which may have changed since
/// @throws as load_pairs, and DataError for a run that cannot be read
LoadedProblem load_problem(const ProblemSource& source, const std::vector<std::string>& methods,
                           const std::string& profile, const FindProfile& find_profile, Logger& log);

/// Warns if the profile has no use for what was measured on single inputs.
void warn_of_ignored_costs(const cost::SystemProfile& profile, const eval::RoutingProblem& problem,
                           Logger& log);

}  // namespace hybrid::workflows
