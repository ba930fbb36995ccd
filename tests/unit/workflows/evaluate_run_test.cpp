#include "workflows/evaluate_run.h"

#include <catch2/catch.hpp>
#include <map>
#include <sstream>

#include "config/load.h"
#include "core/error.h"
#include "core/files.h"
#include "evaluation_bench.h"
#include "runs/outcomes_file.h"

namespace hybrid::workflows {
namespace {

using Bench = test::EvaluationBench;

/// How many examples split.csv puts in each part.
std::map<std::string, int> parts(const runs::FinishedRun& run) {
  std::map<std::string, int> counts;
  std::istringstream lines(read_file(run.verified("split.csv")));
  std::string line;
  std::getline(lines, line);
  REQUIRE(line == "id,part");
  while (std::getline(lines, line)) ++counts[line.substr(line.find(',') + 1)];
  return counts;
}

TEST_CASE("an evaluation is a run with its config, inputs, split, profile and figures", "[workflows]") {
  Bench bench;
  const runs::FinishedRun run = bench.run();
  for (const auto* file : {"config.yaml", "split.csv", "metrics.json", "curves.csv", "table.md",
                           "systems/1-round.yaml", runs::kTestOutcomes})
    REQUIRE(run.has(file));
  REQUIRE(config::load<config::PairConfig>(run.verified("config.yaml")).value == bench.request.config);
  REQUIRE(run.manifest().inputs.size() == 2);
  REQUIRE(run.manifest().inputs.front().role == "base");
  REQUIRE(run.manifest().seed == 1);
  REQUIRE(parts(run) == std::map<std::string, int>{{"test", 100}, {"tune", 100}});
  REQUIRE(runs::read_routing_problem(run).workload.base_macs == 1e6);
}

TEST_CASE("the same evaluation is up to date, another one does not take its place", "[workflows]") {
  Bench bench;
  REQUIRE_FALSE(evaluate_run(bench.request, bench.log).up_to_date);
  REQUIRE(evaluate_run(bench.request, bench.log).up_to_date);
  bench.request.config.seed = 2;
  REQUIRE_THROWS_AS(evaluate_run(bench.request, bench.log), DataError);
  bench.request.force = true;
  REQUIRE_FALSE(evaluate_run(bench.request, bench.log).up_to_date);
}

TEST_CASE("a profile or an input that changes makes it another evaluation", "[workflows]") {
  Bench bench;
  const std::string hash = bench.run().manifest().hash;
  bench.request.force = true;
  bench.request.profile.lumps.latency_ms.per_offload = 2001;
  const std::string other_profile = bench.run().manifest().hash;
  REQUIRE(other_profile != hash);
  test::write_pair(bench.folder.path(), 100);
  REQUIRE(bench.run().manifest().hash != other_profile);
}

TEST_CASE("split.csv says which tuning examples a limit leaves out", "[workflows]") {
  Bench bench;
  bench.request.config.tune_limit = 30;
  const runs::FinishedRun run = bench.run();
  REQUIRE(runs::read_routing_problem(run).problem.n_tune() == 30);
  REQUIRE(parts(run) == std::map<std::string, int>{{"test", 100}, {"tune", 30}, {"unused", 70}});
}

TEST_CASE("cross-fitting measures every example, and split.csv has both halves", "[workflows]") {
  Bench bench;
  bench.request.config.cross_fit = true;
  const runs::FinishedRun run = bench.run();
  REQUIRE(runs::read_routing_problem(run).problem.n_test() == 200);
  const auto halves = parts(run);
  REQUIRE(halves.size() == 2);
  REQUIRE(halves.at("first_half") + halves.at("second_half") == 200);
}

TEST_CASE("sets of their own for tuning are inputs, too, and nothing is split", "[workflows]") {
  Bench bench;
  bench.request.files.tune_base = bench.request.files.base;
  bench.request.files.tune_cloud = bench.request.files.cloud;
  const runs::FinishedRun run = bench.run();
  REQUIRE(run.manifest().inputs.size() == 4);
  REQUIRE_FALSE(run.has("split.csv"));
  REQUIRE(bench.log.warnings().size() == 1);
}

TEST_CASE("repeats are written beside the figures of the first split", "[workflows]") {
  Bench bench;
  const std::string once = read_file(bench.run().verified("curves.csv"));
  bench.request.config.repeats = 3;
  bench.request.force = true;
  const runs::FinishedRun run = bench.run();
  REQUIRE(run.has("repeats.csv"));
  REQUIRE(run.has("repeats.json"));
  REQUIRE(read_file(run.verified("curves.csv")) == once);
}

TEST_CASE("a table of utilities is kept in the run, whose config names the copy", "[workflows]") {
  Bench bench;
  const auto table = bench.folder.file("mine/values.csv", "1,0,0\n0,1,0\n0,0,5\n");
  bench.request.config.utility = table.string();
  const runs::FinishedRun run = bench.run();
  REQUIRE(read_file(run.verified("utility/values.csv")) == read_file(table));
  REQUIRE(config::load<config::PairConfig>(run.verified("config.yaml")).value.utility ==
          "utility/values.csv");
  REQUIRE(run.manifest().inputs.back().role == "utility");
  REQUIRE(runs::read_routing_problem(run).problem.accuracy.utility == "values.csv");
}

TEST_CASE("an evaluation that cannot be made leaves no folder", "[workflows]") {
  Bench bench;
  bench.request.config.methods = {"maxprob"};
  REQUIRE_THROWS_AS(evaluate_run(bench.request, bench.log), InvalidArgument);
  REQUIRE_FALSE(std::filesystem::exists(bench.folder / "run"));
  REQUIRE_FALSE(std::filesystem::exists(bench.folder / "run.partial"));
}

}  // namespace
}  // namespace hybrid::workflows
