#pragma once
// Made-up runs on several data sets, for comparisons over them.

#include <cstdint>
#include <string>

#include "core/seed.h"
#include "eval/run_groups.h"

namespace hybrid::test {

/// A run on `data`, whose examples depend on its name alone: the base is wrong on every fourth example, the
/// cloud on every tenth. `good` mostly sends what the base gets wrong, max_prob less often, `bad` rarely.
inline eval::MatrixRun matrix_run(const std::string& name, const std::string& data, std::uint64_t seed = 1,
                                  std::size_t n = 200) {
  Rng examples = SeedTree(7).at(data).rng();
  Rng rng = SeedTree(seed).at(data).at("scores").rng();
  eval::RoutingProblem problem{.classes = 3, .examples = data};
  routing::Outcomes outcomes;
  routing::RoutingScores good, middle, bad;
  for (std::size_t i = 0; i < n; ++i) {
    outcomes.base_value.push_back(examples.below(4) > 0 ? 1 : 0);
    outcomes.cloud_value.push_back(examples.below(10) > 0 ? 1 : 0);
    const double wrong = 1 - outcomes.base_value.back();
    good.push_back(3 * wrong + rng.normal());
    middle.push_back(wrong + rng.normal());
    bad.push_back(-wrong + rng.normal());
  }
  problem.variants.push_back({"", outcomes, outcomes});
  problem.methods.push_back({.measure = "on_device", .kind = eval::MethodKind::on_device});
  problem.methods.push_back({.measure = "random", .kind = eval::MethodKind::random});
  problem.methods.push_back({.measure = "max_prob", .tune = middle, .test = middle});
  problem.methods.push_back({.measure = "good", .tune = good, .test = good});
  problem.methods.push_back({.measure = "bad", .tune = bad, .test = bad});
  problem.methods.push_back({.measure = "same", .tune = middle, .test = middle});
  problem.methods.push_back({.measure = "oracle", .kind = eval::MethodKind::oracle});
  return {.path = "results/" + name,
          .data_set = "",
          .inputs = "",
          .setup = "coverages: [0.9]\n",
          .workload = {},
          .problem = std::move(problem)};
}

}  // namespace hybrid::test
