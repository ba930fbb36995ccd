// The paper's router (101-256-64-2) on 6,000 oracle labels: fitted on the eleven compact features, and on the
// 101.

#include "routing/router_fit.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/seed.h"

namespace hybrid {
namespace {

constexpr std::size_t kExamples = 6000;
constexpr std::size_t kTop = 10;

struct Problem {
  routing::CompactFeatures compact{{.top_k = kTop}, routing::Matrix(kExamples, 1 + kTop)};
  std::vector<routing::Route> labels;
};

/// Random answers from sure to unsure, of which the unsure ones are worth sending more often.
Problem random_problem() {
  Rng rng(1);
  Problem problem;
  for (std::size_t r = 0; r < kExamples; ++r) {
    const auto row = problem.compact.values.row(r);
    const double sharpness = rng.uniform(0.2, 4);
    double sum = 0;
    for (std::size_t i = 1; i <= kTop; ++i) sum += row[i] = std::exp(sharpness * rng.normal());
    for (std::size_t i = 1; i <= kTop; ++i) row[0] -= (row[i] /= sum) * std::log(row[i]);
    std::ranges::sort(row.subspan(1), std::ranges::greater{});
    problem.labels.push_back(rng.uniform() < row[0] / 3 ? routing::Route::cloud : routing::Route::device);
  }
  return problem;
}

using Fit = routing::RouterNet (*)(const routing::CompactFeatures&, std::span<const routing::Route>,
                                   const config::RouterConfig&, SeedTree);

void run(benchmark::State& state, Fit fit) {
  const Problem problem = random_problem();
  config::RouterConfig config;
  config.epochs = static_cast<int>(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(fit(problem.compact, problem.labels, config, SeedTree(1)));
  state.SetItemsProcessed(state.iterations() * state.range(0) * static_cast<std::int64_t>(kExamples));
}

BENCHMARK_CAPTURE(run, folded, fit_router)->Arg(50)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK_CAPTURE(run, unfolded_twin, fit_router_unfolded)
    ->Arg(50)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
}  // namespace hybrid
