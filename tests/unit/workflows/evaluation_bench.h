#pragma once
// An evaluation of 200 examples that takes no time.

#include <catch2/catch.hpp>

#include "support/temporary_folder.h"
#include "support/tiny_predictions.h"
#include "workflows/evaluate_run.h"

namespace hybrid::test {

struct EvaluationBench {
  TemporaryFolder folder;
  Logger log{Verbosity::quiet};
  workflows::EvaluateRequest request;

  explicit EvaluationBench(const config::PairConfig& config = {}) {
    write_pair(folder.path());
    request.files = {.base = (folder / "base.npz").string(), .cloud = (folder / "cloud.npz").string()};
    request.config = config;
    request.config.methods = {"max_prob", "entropy"};
    request.config.evaluation.bootstrap = 100;
    request.profile.name = "round";
    request.profile.lumps.latency_ms = {.per_input = 200, .per_offload = 2000};
    request.profile.lumps.energy_mj = {.per_input = 10, .per_offload = 100};
    request.out = folder / "run";
  }
  runs::FinishedRun run() { return workflows::evaluate_run(request, log).run; }
};

}  // namespace hybrid::test
