#include "workflows/audit_input.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "evaluation_bench.h"
#include "support/error_message.h"

namespace hybrid::workflows {
namespace {

using Catch::Matchers::Contains;

/// A pair of 200 examples and an evaluation of it.
struct Evaluated : test::EvaluationBench {
  explicit Evaluated(const config::PairConfig& config = {}) : EvaluationBench(config) { run(); }
  AuditInput of_run(const std::string& method = "max_prob") {
    return read_audit_input({.run = folder / "run"}, method, log);
  }
};

TEST_CASE("a run is audited by the files it read, split as they were then", "[workflows]") {
  for (const auto& config : {config::PairConfig{.seed = 5, .tune_fraction = 0.3},
                             config::PairConfig{.cross_fit = true}, config::PairConfig{.tune_limit = 40}}) {
    Evaluated evaluated(config);
    const AuditInput by_run = evaluated.of_run();
    const AuditInput by_files =
        read_audit_input(source_of(evaluated.request.files, config), "max_prob", evaluated.log);
    REQUIRE(by_run.name == "run");
    REQUIRE(by_files.name == "base");
    REQUIRE(by_run.task.method == "max_prob");
    REQUIRE(by_run.task.test_ids == by_files.task.test_ids);
    REQUIRE(eval::fingerprint(by_run.task.test) == eval::fingerprint(by_files.task.test));
    if (config.tune_limit == 0) {
      REQUIRE(by_run.task.tune_ids == by_files.task.tune_ids);
    } else {
      REQUIRE(by_run.task.tune_ids.size() == 40);
    }
    REQUIRE(by_run.task.problem.method("max_prob").test == by_files.task.problem.method("max_prob").test);
  }
}

TEST_CASE("without a method's name the first that there is is audited", "[workflows]") {
  Evaluated evaluated;
  REQUIRE(evaluated.of_run("").task.method == "max_prob");
  const AuditInput input = read_audit_input(source_of(evaluated.request.files, {}), "", evaluated.log);
  REQUIRE(input.task.method == "auto");
  REQUIRE_THROWS_AS(evaluated.of_run("maxprob"), InvalidArgument);
}

TEST_CASE("a run whose files changed or are gone cannot be audited", "[workflows]") {
  Evaluated evaluated;
  test::write_pair(evaluated.folder.path(), 100);
  REQUIRE_THAT(test::error_message<DataError>([&] { evaluated.of_run(); }),
               Contains("base.npz: has changed since") &&
                   Contains("give the sets of base and cloud instead of the run"));
  std::filesystem::remove(evaluated.folder / "base.npz");
  REQUIRE_THAT(test::error_message<DataError>([&] { evaluated.of_run(); }), Contains("base.npz: is gone"));
}

TEST_CASE("slices are read by the ids of the test examples", "[workflows]") {
  const test::TemporaryFolder folder;
  const auto csv = folder.file("slices.csv", "id,weather,site\nb,rain,\na,sun,\"1, west\"\nz,fog,2\n");
  const std::vector<audit::Slicing> slicings = read_slicings(csv, {"a", "b", "c"});
  REQUIRE(slicings.size() == 2);
  REQUIRE(slicings[0].kind == "weather");
  REQUIRE(slicings[0].names == std::vector<std::string>{"rain", "sun"});
  REQUIRE(slicings[0].slice == std::vector<std::int32_t>{1, 0, -1});
  REQUIRE(slicings[1].names == std::vector<std::string>{"1, west"});
  REQUIRE(slicings[1].slice == std::vector<std::int32_t>{0, -1, -1});
  REQUIRE_THAT(test::error_message<DataError>([&] { read_slicings(csv, {"q"}); }),
               Contains("lists no test example"));
}

}  // namespace
}  // namespace hybrid::workflows
