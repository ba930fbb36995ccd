#pragma once
// `hybrid train`: Algorithm 1 and the evaluation of its networks, from an experiment's config to a finished
// run.

#include "eval/seeds.h"
#include "workflows/experiment.h"
#include "workflows/make_run.h"

namespace hybrid::workflows {

/// Makes the run of plan.config, or continues a partial one.
/// @param material loaded here if needed and not yet present: runs of other seeds can share it
/// @param out folder of the run; empty: results/<name>-<hash>
/// @param force make a finished run again, and restart a partial one
/// @throws as load_material
/// @throws DataError if the run cannot be written
/// @throws Infeasible if training diverges
/// @throws Interrupted if the user interrupts; the same call then continues from the last finished epoch
MadeRun train_run(const ExperimentPlan& plan, std::optional<TrainingMaterial>& material,
                  const std::filesystem::path& out, bool force, Logger& log);

/// Runs of one experiment with several seeds.
struct TrainedSeeds {
  std::vector<std::filesystem::path> runs;
  eval::SeedsResult result;
  std::filesystem::path folder;  ///< of seeds.md, seeds.csv and seeds.json
  bool up_to_date = true;        ///< all runs already existed
};

/// Makes a run for each of `count` seeds, beginning with the config's own, and writes their summary beside
/// them.
/// @param out each run's folder without "-seed<seed>", the summary's without "-seeds<first>-<last>"; empty:
/// below results/
/// @throws InvalidArgument if the first seed is too large to count up from
/// @throws as train_run
TrainedSeeds train_seeds(ExperimentPlan plan, int count, const std::filesystem::path& out, bool force,
                         Logger& log);

}  // namespace hybrid::workflows
