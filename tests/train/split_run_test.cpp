#include "small_run.h"  // before everything that might define CHECK

#include "workflows/split_run.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "config/load.h"
#include "core/error.h"
#include "core/files.h"
#include "report/split_summary.h"
#include "support/error_message.h"
#include "support/finished_run.h"

namespace hybrid::training {
namespace {

using Catch::Matchers::Contains;

/// The small run's cloud, split after layers 4 and 2.
workflows::SplitRequest small_request(const test::TemporaryFolder& folder) {
  return {.run = test::small_run().path(),
          .after = {"4", "2"},
          .coverages = {0.9, 0.5},
          .profile = config::load<cost::SystemProfile>(std::string(HYBRID_SOURCE) +
                                                       "/configs/systems/stm32f746-nbiot.yaml")
                         .value,
          .device = {},
          .epochs = 2,
          .calibrate = 50,
          .threads = 1,
          .out = folder / "exits"};
}

TEST_CASE("each split is a run, and all are returned and tabled in the order of the layers", "[train]") {
  const test::TemporaryFolder folder;
  Logger log(Verbosity::quiet);
  const workflows::SplitRequest request = small_request(folder);
  const std::vector<runs::SplitResult> results = workflows::split_run(request, log).results;
  REQUIRE(results.size() == 2);
  REQUIRE(results[0].split.after == "2");
  REQUIRE(results[1].split.after == "4");
  REQUIRE(results[0].split.cloud_macs > results[1].split.cloud_macs);
  REQUIRE(results[0].split.whole_accuracy == results[1].split.whole_accuracy);
  REQUIRE(results[0].points.size() >= 2);
  REQUIRE(read_file(request.out / "table.md") == report::splits_markdown(results));
  REQUIRE(read_file(request.out / "splits.csv") == report::splits_csv(results));
  const runs::FinishedRun run(request.out / "after-2");
  REQUIRE(run.has("weights/exit.safetensors"));
  REQUIRE(run.manifest().inputs.back().role == "cloud weights");
  REQUIRE(run.manifest().seconds.contains("split"));

  const std::string ended = run.manifest().ended;
  const workflows::SplitRuns again = workflows::split_run(request, log);
  REQUIRE((again.up_to_date && report::splits_csv(again.results) == report::splits_csv(results)));
  REQUIRE(runs::FinishedRun(request.out / "after-2").manifest().ended == ended);
}

TEST_CASE("the outputs of an exit and the cloud are checked as those of a training", "[train]") {
  const test::TemporaryFolder folder;
  Logger log(Verbosity::quiet);
  std::optional<workflows::TrainingMaterial> material;
  workflows::SplitRequest request = small_request(folder);
  request.run =
      workflows::train_run(test::small_plan({"data.test_limit=60"}), material, folder / "run", false, log)
          .run.path();
  request.after = {"4"};
  Logger exits_log(Verbosity::quiet);
  workflows::split_run(request, exits_log);
  REQUIRE(std::ranges::any_of(exits_log.warnings(), [](const std::string& line) {
    return line.starts_with("200 tuning and 60 test examples: ");
  }));
}

TEST_CASE("what cannot be split is refused before anything is written", "[train]") {
  const test::TemporaryFolder folder;
  Logger log(Verbosity::quiet);
  workflows::SplitRequest request = small_request(folder);
  request.after = {"99"};
  REQUIRE_THROWS_AS(workflows::split_run(request, log), InvalidArgument);
  request = small_request(folder);
  request.device = arch::DeviceMemory{.name = "tiny", .sram_bytes = 400, .flash_bytes = 100000};
  REQUIRE_THAT(test::error_message<Infeasible>([&] { workflows::split_run(request, log); }),
               Contains("does not fit on tiny: SRAM"));
  request = small_request(folder);
  request.profile.kind = cost::ProfileKind::lumps;
  REQUIRE_THROWS_AS(workflows::split_run(request, log), InvalidArgument);
  test::write_finished_run(folder / "evaluation", {{"config.yaml", ""}});
  request = small_request(folder);
  request.run = folder / "evaluation";
  REQUIRE_THAT(test::error_message<DataError>([&] { workflows::split_run(request, log); }),
               Contains("is no training run"));
  REQUIRE_FALSE(std::filesystem::exists(folder / "exits"));
}

}  // namespace
}  // namespace hybrid::training
