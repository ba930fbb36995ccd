#pragma once

#include "page/run_page.h"
#include "support/tiny_problem.h"

namespace hybrid::test {

/// The page of tiny_problem(), whose ten test examples are of two classes.
inline page::RunPage tiny_page() {
  page::RunPage run{.name = "run",
                    .problem = tiny_problem(),
                    .workload = {},
                    .profile = {.name = "tiny", .description = "two lumps"},
                    .manifest = {.version = "0.1.0", .commit = "684f5ab", .command_line = "hybrid evaluate"},
                    .examples = {},
                    .commands = {}};
  run.profile.lumps = {.latency_ms = {.per_input = 200, .per_offload = 2000, .source = "paper, Table 3"},
                       .energy_mj = {.per_input = 10.4, .per_offload = 216, .source = "datasheet"}};
  run.manifest.inputs = {{.role = "base",
                          .path = "/home/someone/secret/base.npz",
                          .sha256 = std::string(64, 'b'),
                          .bytes = 1234}};
  run.commands = {.tune = "hybrid tune --run run --method ",
                  .export_router = "hybrid export-router --run run --method ",
                  .before_coverage = " --coverage ",
                  .after_export = " --out router.c",
                  .audit = "hybrid audit --run run"};
  run.examples = page::Examples{.ids = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"},
                                .labels = {0, 0, 0, 0, 0, 0, 1, 1, 1, 1},
                                .class_names = {"cat", "dog"},
                                .right = run.problem.variants.front().test};
  return run;
}

}  // namespace hybrid::test
