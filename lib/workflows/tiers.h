#pragma once
// More than two tiers (eval/cascade.h): from prediction sets, the cheapest tier first, to a cascade with
// prices. Every two neighbours are an ordinary routing problem with its own method, fitted on all tuning
// examples.

#include <filesystem>
#include <string>
#include <vector>

#include "config/pair.h"
#include "eval/cascade_choice.h"
#include "report/tiers_files.h"
#include "workflows/make_run.h"
#include "workflows/problem.h"

namespace hybrid::workflows {

struct TierSource {
  /// Prediction sets on the same examples, the device's first.
  std::vector<std::string> tiers;
  /// The same on other examples, for fitting and thresholds; empty: the examples are split.
  std::vector<std::string> tune_tiers;
  std::string scores, tune_scores;  ///< own scores of the first tier
  double tune_fraction = 0.5;
  std::uint64_t seed = 1;
  std::string utility = "accuracy";
  std::string method;  ///< of every stage; empty for the default
  /// One prices every hop; else one for each hop. Of a hop's profile, what an offload costs is used, with the
  /// receiving tier's time in it; of the first also what every input costs. Energy is the device's.
  std::vector<cost::SystemProfile> profiles;
};

struct LoadedTiers {
  std::string name;  ///< of the first tier's file
  eval::Cascade all;
  std::vector<eval::Cascade> pairs;  ///< the first tier with each other
  eval::AccuracyMeaning accuracy;
  cost::SystemCost first_hop;      ///< the price of the first hop, for messages
  std::vector<std::string> notes;  ///< how the tiers are routed and priced, a line each
};

/// Reads, checks and fits. With one profile, the first tier sends straight to each other tier over the same
/// link; with one for each hop, through the tiers between, whose models do not run (where the profile
/// itemises their time). Warns if tiers are not in order of MACs and accuracy.
/// @throws InvalidArgument for a source that contradicts itself
/// @throws DataError naming the tier that does not match the first, or that is given twice
LoadedTiers load_tiers(const TierSource& source, Logger& log);

/// Returns what a table reports: latency budgets where latency is known, then the coverages.
std::vector<eval::Requirements> tier_requirements(const LoadedTiers& tiers,
                                                  const config::EvaluationConfig& config);

/// Returns what tables and files are made of. A budget that cannot be met has no figures.
report::TiersReport report_of(const LoadedTiers& tiers, const std::vector<eval::Requirements>& wanted);

struct TiersRequest {
  TierSource source;
  config::PairConfig config;
  std::filesystem::path out;  ///< folder of the run; empty: results/tiers-<files>-<hash>
  bool force = false;
  /// Of the run that is made again, by whose name the files call it; else empty: the folder's name.
  runs::ExperimentRecord experiment = {};
};

/// Writes a run with tiers.json, tiers.csv and table.md.
/// @throws as load_tiers and evaluate_run
MadeRun evaluate_tiers(const TiersRequest& request, Logger& log);

}  // namespace hybrid::workflows
