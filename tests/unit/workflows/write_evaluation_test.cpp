#include "workflows/write_evaluation.h"

#include <sys/wait.h>
#include <unistd.h>
#include <catch2/catch.hpp>
#include <csignal>
#include <filesystem>

#include "core/error.h"
#include "core/files.h"
#include "core/interrupt.h"
#include "support/temporary_folder.h"
#include "support/tiny_problem.h"

namespace hybrid::workflows {
namespace {

EvaluationRun tiny_run(const eval::RoutingProblem& problem) {
  cost::SystemProfile profile{.name = "round", .kind = cost::ProfileKind::lumps};
  profile.lumps.latency_ms = {.per_input = 200, .per_offload = 2000};
  return {.name = "tiny",
          .problem = problem,
          .config = {.bootstrap = 100},
          .profiles = {profile},
          .workload = {},
          .seed = SeedTree(1)};
}

TEST_CASE("an evaluation leaves every file of a run, the same bytes each time", "[workflows]") {
  const eval::RoutingProblem problem = test::tiny_problem();
  const test::TemporaryFolder first, second;
  Logger log(Verbosity::quiet, std::tmpfile());
  write_evaluation(tiny_run(problem), first.path(), log);
  write_evaluation(tiny_run(problem), second.path(), log);
  for (const auto* file :
       {"metrics.json", "curves.csv", "budgets.csv", "table.md", "pareto.gp", "predictions/methods.json",
        "predictions/outcomes-tune.npz", "predictions/outcomes-test.npz", "systems/1-round.yaml"})
    REQUIRE(read_file(first / file) == read_file(second / file));
}

TEST_CASE("profiles are kept in the run under names that files can have, whatever they are called",
          "[workflows]") {
  const eval::RoutingProblem problem = test::tiny_problem();
  const test::TemporaryFolder folder;
  Logger log(Verbosity::quiet, std::tmpfile());
  EvaluationRun run = tiny_run(problem);
  const cost::SystemProfile plain = run.profiles.front();
  run.profiles.clear();
  for (const std::string& name :
       {std::string("x/../../../../escaped"), std::string("NB-IoT/LTE"), std::string(300, 'n')}) {
    run.profiles.push_back(plain);
    run.profiles.back().name = name;
  }
  write_evaluation(run, folder / "deep/in/run", log);
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "deep/in/run/systems"))
    names.push_back(entry.path().filename());
  std::ranges::sort(names);
  REQUIRE(names == std::vector<std::string>{"1-x-..-..-..-..-escaped.yaml", "2-NB-IoT-LTE.yaml",
                                            "3-" + std::string(100, 'n') + ".yaml"});
  REQUIRE(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE("an evaluation that is asked to stop does", "[workflows]") {
  // In a process of its own, because the request cannot be taken back.
  const eval::RoutingProblem problem = test::tiny_problem();
  const test::TemporaryFolder folder;
  const pid_t child = ::fork();
  if (child == 0) {
    catch_interrupts();
    const StopsWhenSafe stops;
    std::raise(SIGINT);
    Logger log(Verbosity::quiet, std::tmpfile());
    try {
      write_evaluation(tiny_run(problem), folder.path(), log);
      ::_exit(1);
    } catch (const Interrupted&) {
      ::_exit(0);
    }
  }
  int status = -1;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(status == 0);
}

}  // namespace
}  // namespace hybrid::workflows
