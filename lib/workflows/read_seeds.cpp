#include "workflows/read_seeds.h"

#include "runs/outcomes_file.h"

namespace hybrid::workflows {

std::vector<eval::SeedRun> read_seeds(std::span<const std::filesystem::path> paths) {
  std::vector<eval::SeedRun> seeds;
  for (const auto& path : paths) {
    const runs::FinishedRun run(path);
    seeds.push_back({run.path(), runs::read_routing_problem(run).problem});
  }
  return seeds;
}

}  // namespace hybrid::workflows
