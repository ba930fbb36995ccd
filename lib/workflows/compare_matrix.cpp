#include "workflows/compare_matrix.h"

#include <algorithm>
#include <array>
#include <string_view>

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

/// Whether the line begins a key that differs between seeds or machines, or that changes only what a run
/// writes beside its decisions.
/// @param section the last top-level line
bool says_no_setup(std::string_view section, std::string_view line) {
  constexpr std::array<std::string_view, 4> kOutput{"  battery:", "  bootstrap:", "  latex:", "  pictures:"};
  const auto begins = [&](std::string_view key) { return line.starts_with(key); };
  return begins("seed:") || begins("threads:") ||
         (section.starts_with("evaluation:") && std::ranges::any_of(kOutput, begins));
}

/// Returns the run's config without such keys.
std::string setup_of(const runs::FinishedRun& run) {
  std::string setup, section;
  bool left_out = false;
  for (const auto& line : split(read_file(run.verified("config.yaml")), '\n')) {
    if (!line.starts_with(' ')) section = line;
    if (!line.starts_with("   ")) left_out = says_no_setup(section, line);  // else of the key above
    if (!left_out) setup += line + "\n";
  }
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
