#include "workflows/compare_matrix.h"

#include "core/error.h"
#include "core/files.h"
#include "core/text.h"
#include "runs/outcomes_file.h"

namespace hybrid::workflows {

namespace {

/// Returns the hashes of the prediction sets that an evaluation read; empty for a training.
std::string prediction_sets(const runs::Manifest& manifest) {
  std::string hashes;
  for (const char* role : {"base", "cloud", "tune base", "tune cloud"})
    for (const auto& input : manifest.inputs)
      if (input.role == role) hashes += fmt::format("{} {}\n", role, input.sha256);
  return hashes;
}

/// Returns the run's config without the lines that differ between seeds or machines.
std::string setup_of(const runs::FinishedRun& run) {
  std::string setup;
  for (const auto& line : split(read_file(run.verified("config.yaml")), '\n'))
    if (!line.starts_with("seed:") && !line.starts_with("threads:")) setup += line + "\n";
  return setup;
}

}  // namespace

eval::MethodMatrix compare_matrix(std::span<const NamedRun> runs, const eval::MatrixRequest& request) {
  std::vector<eval::MatrixRun> read;
  std::vector<std::string> hashes;
  for (const auto& [data_set, path] : runs) {
    const runs::FinishedRun run(path);
    for (std::size_t r = 0; r < hashes.size(); ++r)
      if (hashes[r] == run.manifest().hash)
        throw InvalidArgument(fmt::format("{} is the same run as {}; it would count as another seed",
                                          path.string(), read[r].path.string()));
    hashes.push_back(run.manifest().hash);
    runs::StoredProblem stored = runs::read_routing_problem(run);
    read.push_back({.path = run.path(),
                    .data_set = data_set,
                    .inputs = prediction_sets(run.manifest()),
                    .setup = setup_of(run),
                    .workload = stored.workload,
                    .problem = std::move(stored.problem)});
  }
  return eval::method_matrix(read, request);
}

}  // namespace hybrid::workflows
