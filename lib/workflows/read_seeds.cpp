#include "workflows/read_seeds.h"

#include "runs/outcomes_file.h"

namespace hybrid::workflows {

eval::SeedsResult summarise_seeds(std::span<const std::filesystem::path> paths,
                                  const config::EvaluationConfig& config, SeedTree seed) {
  std::vector<eval::SeedRun> seeds;
  for (const auto& path : paths) {
    const runs::FinishedRun run(path);
    seeds.push_back({run.path(), runs::read_routing_problem(run).problem});
  }
  return eval::summarise_seeds(seeds, config, seed);
}

}  // namespace hybrid::workflows
