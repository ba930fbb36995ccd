#pragma once
// Options that several commands share, and the reading of their values.

#include <CLI/CLI.hpp>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "cli/config_flags.h"
#include "core/log.h"
#include "core/seed.h"
#include "cost/system_cost.h"
#include "eval/methods.h"
#include "predictions/prediction_pair.h"

namespace hybrid {

/// "0.9,80%": shares in [0, 1]. @throws UsageError naming the option and the word.
std::vector<double> parse_shares(const std::string& option, const std::vector<std::string>& words);
/// Finite numbers >= 0; "1e6" is one. @throws UsageError
std::vector<double> parse_amounts(const std::string& option, const std::vector<std::string>& words);

/// @throws UsageError naming the option and the word that is given twice
void require_distinct(const std::string& option, const std::vector<std::string>& words);

/// The profile of that name or in that file. A name is looked for in ./configs/systems, then beside the
/// program.
/// @throws UsageError naming the known profiles, ConfigError for a faulty file.
SystemProfile find_profile(const std::string& name_or_file);

/// A finished run, or two models' prediction sets: where the commands that tune and price get their data
/// from.
struct ProblemOptions {
  std::string run;
  std::string base, cloud, tune_base, tune_cloud;
  std::optional<double> tune_fraction;  ///< default 0.5
  bool cross_fit = false;               ///< instead of tune_fraction: two halves tune each other
  std::optional<std::int64_t> seed;     ///< default 1
  std::string utility;                  ///< default accuracy; see read_utility
  std::string profile;
  GivenFlags given;         ///< those of the pair that are keys of PairConfig, too
  bool keep_whole = false;  ///< a pair that is split is kept, too, to be split again
};

/// --base to --seed.
void add_pair_options(CLI::App& app, ProblemOptions& options);
/// Those, --run and --profile.
void add_problem_options(CLI::App& app, ProblemOptions& options);

/// What every command that starts from two models' outputs draws from.
SeedTree seed_of(const ProblemOptions& options);

struct LoadedProblem {
  std::string name;  ///< of the run or the base's file
  RoutingProblem problem;
  Workload workload;
  SystemProfile profile;
  std::vector<SystemProfile> other_profiles;  ///< of the run
};

/// Reads what the options name, by default the newest run below results/. The profile is the one asked for,
/// else the run's own, else paper-table3. With prediction sets, `methods` (empty: all) are fitted and scored.
LoadedProblem load_problem(const ProblemOptions& options, const std::vector<std::string>& methods,
                           Logger& log);

/// The pairs of prediction sets that the options name. Without sets of their own for tuning, the one pair is
/// split, or its halves are cross-fitted.
struct LoadedPairs {
  PredictionPair tune;  ///< empty if halves are cross-fitted
  PredictionPair test;
  std::vector<std::size_t> tune_rows;  ///< of the one pair, if it was split
  std::vector<std::uint8_t> half;      ///< of each row of `test`, if halves are cross-fitted
  PredictionPair whole;                ///< the one pair, if it was split and is to be kept
};
/// Keeps in memory what `methods` (empty: all) need.
LoadedPairs load_pairs(const ProblemOptions& options, Logger& log,
                       const std::vector<std::string>& methods = {});

/// Warns if the profile has no use for what was measured on single inputs.
void warn_of_ignored_costs(const SystemProfile& profile, const RoutingProblem& problem, Logger& log);

/// The problem of those pairs.
RoutingProblem problem_of(const LoadedPairs& pairs, const MethodOptions& methods, SeedTree seed, Logger& log);

}  // namespace hybrid
