#pragma once
// An experiment's config in, a finished run out: Algorithm 1, its networks evaluated.

#include "eval/seeds.h"
#include "workflows/experiment.h"
#include "workflows/make_run.h"

namespace hybrid::workflows {

/// Makes the run of plan.config, or goes on with a partial one.
/// @param material loaded here if it is needed and not there yet: runs of other seeds can share it
/// @param out the run's folder; empty: results/<name>-<hash>
/// @param force make a finished run again, and a partial one from the start
/// @throws as load_material, DataError if the run cannot be written, Infeasible if training diverges,
/// Interrupted: then the same call goes on from the last finished epoch
MadeRun train_run(const ExperimentPlan& plan, std::optional<TrainingMaterial>& material,
                  const std::filesystem::path& out, bool force, Logger& log);

/// The same experiment with several seeds.
struct TrainedSeeds {
  std::vector<std::filesystem::path> runs;
  eval::SeedsResult result;
  std::filesystem::path folder;  ///< of seeds.md, seeds.csv and seeds.json
};

/// Makes a run for each of `count` seeds from the config's own on, and writes their summary beside them.
/// @param out each run's folder but for "-seed<seed>", the summary's but for "-seeds<first>-<last>"; empty:
/// below results/
/// @throws InvalidArgument for a first seed too large to count on from, and as train_run
TrainedSeeds train_seeds(ExperimentPlan plan, int count, const std::filesystem::path& out, bool force,
                         Logger& log);

}  // namespace hybrid::workflows
