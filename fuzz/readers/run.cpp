#include <array>

#include "eval/methods.h"
#include "input.h"
#include "readers.h"
#include "routing/router_c.h"
#include "runs/curves_file.h"
#include "runs/outcomes_file.h"
#include "runs/run_list.h"
#include "runs/split_file.h"
#include "support/tiny_problem.h"

namespace hybrid::fuzz {

void read_manifest(std::string_view bytes) {
  const auto path = file("manifest.json", bytes);
  read_or_refuse([&] { runs::to_json(runs::read_manifest(path)); });
}

/// The text files of a finished run, with the right hashes in its manifest, beside valid outcomes.
void read_run(std::string_view bytes) {
  static constexpr std::array kFiles{"curves.csv", "metrics.json", runs::kMethodsFile, runs::kAutoFile,
                                     runs::kSplitFile};
  const auto run = folder() / "run";
  static const bool made = (runs::write_routing_problem(run, test::tiny_problem(), {}), true);
  (void)made;
  const auto given = files_in(bytes);
  runs::Manifest manifest;
  for (const char* name : {runs::kTuneOutcomes, runs::kTestOutcomes})
    manifest.outputs.push_back(runs::record_file(name, run / name));
  for (const char* name : kFiles) {
    std::filesystem::remove(run / name);
    if (const auto found = given.find(name); found != given.end())
      manifest.outputs.push_back(runs::record_file(name, file(run / name, found->second)));
  }
  for (auto& output : manifest.outputs) output.path = output.role;
  file(run / "manifest.json", runs::to_json(manifest));

  const runs::FinishedRun finished(run);
  read_or_refuse([&] { runs::read_curves(finished); });
  read_or_refuse([&] { runs::read_split_result(finished); });
  read_or_refuse([&] { runs::list_runs(run); });
  read_or_refuse([&] {
    const auto stored = runs::read_routing_problem(finished);
    eval::main_methods(stored.problem);
    if (stored.problem.auto_router) routing::router_c(*stored.problem.auto_router, 0, "run");
  });
}

/// The outcomes on the test part, an .npz file, beside a valid methods.json.
void read_outcomes(std::string_view bytes) {
  const auto run = folder() / "outcomes";
  static const bool made = (runs::write_routing_problem(run, test::tiny_problem(), {}), true);
  (void)made;
  file(run / runs::kTestOutcomes, bytes);
  read_or_refuse([&] { runs::read_routing_problem(run); });
}

}  // namespace hybrid::fuzz
