// 12 methods on 10,000 test examples at 9 coverages: one sort per method and a walk over counts, against
// sorting every resample anew.

#include "eval/paired_bootstrap.h"

#include <benchmark/benchmark.h>

#include <vector>

#include "reference/paired_bootstrap.h"

namespace hybrid {
namespace {

constexpr std::size_t kExamples = 10000;
constexpr std::size_t kMethods = 12;
const std::vector<double> kCoverages{0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1};

using Bootstrap = eval::BootstrapAccuracies (*)(std::span<const eval::ScoredOutcomes>,
                                                std::span<const double>, std::size_t, SeedTree);

void run(benchmark::State& state, Bootstrap bootstrap) {
  Rng rng(1);
  routing::Outcomes outcomes;
  std::vector<routing::RoutingScores> scores(kMethods, routing::RoutingScores(kExamples));
  for (std::size_t i = 0; i < kExamples; ++i) {
    outcomes.base_value.push_back(rng.uniform() < 0.6);
    outcomes.cloud_value.push_back(rng.uniform() < 0.8);
    for (auto& s : scores) s[i] = rng.normal() + (outcomes.base_value[i] == 0 ? 1 : 0);
  }
  std::vector<eval::ScoredOutcomes> methods;
  for (const auto& s : scores) methods.push_back({s, &outcomes});
  const auto resamples = static_cast<std::size_t>(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(bootstrap(methods, kCoverages, resamples, SeedTree(1)));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

BENCHMARK_CAPTURE(run, counts, paired_bootstrap)->Arg(1000)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run, resorted_twin, reference::paired_bootstrap)->Arg(20)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace hybrid
