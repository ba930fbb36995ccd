#pragma once
// The smoke experiment cut down to seconds, planned and trained.

#include "workflows/train_run.h"  // before everything that might define CHECK

#include "support/temporary_folder.h"

namespace hybrid::test {

inline workflows::ExperimentPlan small_plan(std::vector<std::string> more = {}) {
  std::vector<std::string> sets{"data.train_limit=1000", "data.test_limit=300", "training.update=none",
                                "router.epochs=1", "evaluation.bootstrap=100"};
  sets.insert(sets.end(), more.begin(), more.end());
  Logger log(Verbosity::quiet);
  return workflows::make_plan(
      config::load_experiment(std::string(HYBRID_SOURCE) + "/configs/smoke.yaml", sets), log);
}

/// A finished run of that plan, made once for all tests.
inline const runs::FinishedRun& small_run() {
  static const TemporaryFolder folder;
  static const runs::FinishedRun run = [] {
    Logger log(Verbosity::quiet);
    std::optional<workflows::TrainingMaterial> material;
    return workflows::train_run(small_plan(), material, folder / "run", false, log).run;
  }();
  return run;
}

}  // namespace hybrid::test
