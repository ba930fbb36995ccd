#include "workflows/compare_finished.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "evaluation_bench.h"
#include "support/error_message.h"

namespace hybrid::workflows {
namespace {

using Catch::Matchers::Contains;

TEST_CASE("a run compared with itself differs in nothing", "[workflows]") {
  test::EvaluationBench bench;
  const auto path = bench.run().path();
  const ComparedRuns compared =
      compare_finished_runs({.runs = {path, path}, .methods = {}, .coverages = {0.8}, .bootstrap = 100});
  REQUIRE(compared.first == "run");
  REQUIRE(compared.n_test == 100);
  REQUIRE(compared.differences.size() == 1);
  REQUIRE(compared.differences[0].notes.empty());
  REQUIRE_FALSE(compared.differences[0].methods.empty());
  for (const auto& method : compared.differences[0].methods)
    for (const auto& difference : method.at) REQUIRE(difference.delta == 0);
}

TEST_CASE("what else differs between two runs is noted", "[workflows]") {
  test::EvaluationBench bench;
  const auto first = bench.run().path();
  bench.request.out = bench.folder / "other";
  bench.request.config.tune_limit = 40;
  bench.request.profile.lumps.latency_ms.per_offload = 3000;
  const auto other = bench.run().path();
  const ComparedRuns compared = compare_finished_runs(
      {.runs = {first, other}, .methods = {{"max_prob", "entropy"}}, .coverages = {0.8}, .bootstrap = 100});
  REQUIRE(compared.differences[0].run == "other");
  REQUIRE(compared.differences[0].methods.size() == 1);
  REQUIRE(compared.differences[0].notes.size() == 2);
  REQUIRE_THAT(compared.differences[0].notes[0], Contains("100 and 40 examples"));
  REQUIRE_THAT(compared.differences[0].notes[1], Contains("prices differ"));
}

TEST_CASE("runs that measured other examples are not compared", "[workflows]") {
  test::EvaluationBench bench;
  const auto first = bench.run().path();
  bench.request.out = bench.folder / "other";
  bench.request.config.seed = 2;
  const auto other = bench.run().path();
  REQUIRE_THAT(
      test::error_message<DataError>([&] {
        compare_finished_runs({.runs = {first, other}, .methods = {}, .coverages = {0.8}, .bootstrap = 100});
      }),
      Contains("other: has other test examples") && Contains("the same seed"));
}

}  // namespace
}  // namespace hybrid::workflows
