#pragma once
// Options that several commands share, and the reading of their values.

#include <CLI/CLI.hpp>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "cli/config_flags.h"
#include "core/log.h"
#include "cost/system_cost.h"
#include "workflows/problem.h"

namespace hybrid::cli {

/// "0.9,80%": shares in [0, 1]. @throws UsageError naming the option and the word.
std::vector<double> parse_shares(const std::string& option, const std::vector<std::string>& words);
/// Finite numbers >= 0; "1e6" is one. @throws UsageError
std::vector<double> parse_amounts(const std::string& option, const std::vector<std::string>& words);

/// @throws UsageError naming the option and the word that is given twice
void require_distinct(const std::string& option, const std::vector<std::string>& words);

/// The profile of that name or in that file. A name is looked for in ./configs/systems, then beside the
/// program.
/// @throws UsageError naming the known profiles, ConfigError for a faulty file.
cost::SystemProfile find_profile(const std::string& name_or_file);

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
  GivenFlags given;  ///< those of the pair that are keys of PairConfig, too
};

/// --base to --seed.
void add_pair_options(CLI::App& app, ProblemOptions& options);
/// Those, --run and --profile.
void add_problem_options(CLI::App& app, ProblemOptions& options);

/// The prediction sets that the options name. @throws UsageError for options that do not go together
workflows::PredictionFiles files_of(const ProblemOptions& options);

/// What the options name, without one the newest run below results/.
/// @throws UsageError for options that do not go together, DataError if there is no run
workflows::ProblemSource source_of(const ProblemOptions& options, Logger& log);

/// workflows/problem.h's, of what the options name.
workflows::LoadedProblem load_problem(const ProblemOptions& options, const std::vector<std::string>& methods,
                                      Logger& log);

}  // namespace hybrid::cli
