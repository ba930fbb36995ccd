#pragma once
// Options shared by several commands, and the parsing of their values.

#include <CLI/CLI.hpp>
#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/config_flags.h"
#include "core/log.h"
#include "cost/system_cost.h"
#include "workflows/problem.h"

namespace hybrid::cli {

/// Parses "0.9,80%": different shares in [0, 1].
/// @throws UsageError naming the option and the word
std::vector<double> parse_shares(const std::string& option, const std::vector<std::string>& words);
/// Parses different finite numbers >= 0, such as "1e6", also with a unit: "1.4s" is 1400 in "ms".
/// @param unit of the results, as for parse_quantity; may be empty
/// @throws UsageError naming the option and the word
std::vector<double> parse_amounts(const std::string& option, const std::vector<std::string>& words,
                                  std::string_view unit);

/// Checks that no word occurs twice.
/// @throws UsageError naming the option and the word
void require_distinct(const std::string& option, const std::vector<std::string>& words);

/// Returns the profile of that name or in that file. Names are searched in ./configs/systems, then in the
/// program's configs. Warns of numbers that are far from those of any device or link.
/// @throws UsageError naming the known profiles
/// @throws ConfigError for an invalid file
cost::SystemProfile find_profile(const std::string& name_or_file, Logger& log);

/// A finished run, or two models' prediction sets: the data of the commands that tune and price.
struct ProblemOptions {
  std::string run;
  std::string base, cloud, tune_base, tune_cloud;
  std::string scores, tune_scores;  ///< own scores besides those of the sets
  /// A second --cloud, --tune-cloud or --profile and all after it: more than two tiers (cli/tiers.h).
  std::vector<std::string> more_clouds, more_tune_clouds, more_profiles;
  std::optional<double> tune_fraction;  ///< default 0.5
  bool cross_fit = false;               ///< instead of tune_fraction: two-fold cross-fitting
  std::optional<std::int64_t> seed;     ///< default 1
  std::string utility;                  ///< default accuracy; see read_utility
  std::string profile;
  bool certify = false;  ///< keep a part of the tuning part from every fit
  GivenFlags given;      ///< options of the pair that are also keys of PairConfig
};

/// The options that add_pair_options adds.
inline constexpr std::array<std::string_view, 10> kPairOptions{
    "--base",        "--cloud", "--tune-base",     "--tune-cloud", "--scores",
    "--tune-scores", "--seed",  "--tune-fraction", "--cross-fit",  "--utility"};

/// Adds --base to --seed; --cloud and --tune-cloud can be repeated.
void add_pair_options(CLI::App& app, ProblemOptions& options);
/// Adds --base to --seed, --run and --profile.
void add_problem_options(CLI::App& app, ProblemOptions& options);

/// Adds an option that can be repeated: the first value goes to `first`, the others to `more`.
CLI::Option* add_repeated(CLI::App& app, const std::string& flag, std::string& first,
                          std::vector<std::string>& more, const std::string& text);

/// Returns the prediction sets named by the options.
/// @throws UsageError for options that exclude each other, and for a second --cloud or --profile
workflows::PredictionFiles files_of(const ProblemOptions& options);

/// Returns the source named by the options; by default the newest run below results/.
/// @throws UsageError for options that exclude each other
/// @throws DataError if there is no run
workflows::ProblemSource source_of(const ProblemOptions& options, Logger& log);

/// Returns the options with the run that source_of takes if none and no files are named, so that a command
/// can be given for it.
ProblemOptions with_newest_run(ProblemOptions options, Logger& log);

/// Calls load_problem of workflows/problem.h with the source named by the options.
workflows::LoadedProblem load_problem(const ProblemOptions& options, const std::vector<std::string>& methods,
                                      Logger& log);

}  // namespace hybrid::cli
