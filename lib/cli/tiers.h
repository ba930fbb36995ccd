#pragma once
// `hybrid evaluate` and `hybrid tune` with more than two tiers: --cloud is given several times.

#include <string>
#include <vector>

#include "cli/arguments.h"
#include "workflows/tiers.h"

namespace hybrid::cli {

/// Whether the options name more than one cloud model.
bool has_tiers(const ProblemOptions& options);

/// What `evaluate` does with the run.
struct TiersOutput {
  std::string out;  ///< folder of the run; empty: results/tiers-<hash>
  bool force = false;
  bool json = false;
};

/// @param config whose `methods` name at most one
/// @throws UsageError for options and keys that are only for two tiers
void evaluate_tiers(const ProblemOptions& options, const config::PairConfig& config,
                    const TiersOutput& output, Logger& log);

/// Prints the thresholds of all tiers, and what they give.
/// @param out JSON file to write, too; may be empty
/// @throws UsageError for requirements that are only for two tiers
/// @throws Infeasible if a budget cannot be met
void tune_tiers(const ProblemOptions& options, const std::string& method,
                const std::vector<eval::Requirements>& wanted, const std::string& out, bool json,
                Logger& log);

}  // namespace hybrid::cli
