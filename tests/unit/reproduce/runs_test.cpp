#include "reproduce/runs.h"

#include <catch2/catch.hpp>

#include "config/experiment.h"
#include "config/writer.h"
#include "core/error.h"
#include "core/files.h"
#include "support/error_message.h"
#include "support/finished_run.h"
#include "support/temporary_folder.h"

namespace hybrid::test {
namespace {

using Catch::Matchers::Contains;
namespace fs = std::filesystem;

const std::string kCurves = kCurvesHeader + "router,0.9,0.9,0.75,0.74,0.76,0.75,,,,,\n";

/// configs/small.yaml, and a run that it has made with these --set.
void write_experiment(
    const TemporaryFolder& folder, const std::string& run, const std::string& sets = "",
    const std::string& config =
        "name: small\nsystems: []\nbase: {network: separable-tiny}\ncloud: {network: resnet-small}\n") {
  folder.file("configs/small.yaml", config);
  std::vector<std::string> values;
  if (!sets.empty()) values.push_back(sets);
  const std::string resolved = to_yaml(load_experiment(folder / "configs/small.yaml", values).value);
  write_finished_run(
      folder / ("runs/" + run), {{"curves.csv", kCurves}, {"config.yaml", resolved}},
      "train-hybrid --config /elsewhere/configs/small.yaml" + (sets.empty() ? "" : " --set " + sets));
}

TEST_CASE("a run is found in the first folder that has it, and what is missing is remembered",
          "[reproduce]") {
  const TemporaryFolder folder;
  write_finished_run(folder / "first/a", {{"curves.csv", kCurves}});
  write_finished_run(folder / "second/a", {{"curves.csv", kCurvesHeader}});
  write_finished_run(folder / "second/b", {{"curves.csv", kCurves}});
  Runs runs({folder / "first", folder / "second"}, folder / "configs");
  REQUIRE(runs.find("a")->at("router", 0.9)->accuracy == 0.75);
  REQUIRE(runs.find("b") != nullptr);
  REQUIRE(runs.find("c") == nullptr);
  REQUIRE(runs.find("c") == nullptr);
  REQUIRE(runs.missing() == std::vector<std::string>{"c"});
  REQUIRE(runs.used().size() == 2);
  REQUIRE(runs.has("b"));
  REQUIRE_FALSE(runs.has("d"));
  REQUIRE(runs.missing() == std::vector<std::string>{"c"});  // nobody wanted d
}

TEST_CASE("the seeds of an experiment are there all, or none of them count", "[reproduce]") {
  const TemporaryFolder folder;
  for (const char* name : {"x-seed1", "x-seed2", "x-seed3", "y-seed1", "y-seed3"})
    write_finished_run(folder / ("runs/" + std::string(name)), {{"curves.csv", kCurves}});
  Runs runs({folder / "runs"}, folder / "configs");
  REQUIRE(runs.seeds("x").size() == 3);
  REQUIRE(runs.missing().empty());
  REQUIRE(runs.seeds("y").empty());
  REQUIRE(runs.missing() == std::vector<std::string>{"y-seed2"});
}

TEST_CASE("one seed does not pass for another", "[reproduce]") {
  const TemporaryFolder folder;
  write_finished_run(folder / "runs/x-seed1", {{"curves.csv", kCurves}});
  fs::copy(folder / "runs/x-seed1", folder / "runs/x-seed2");
  Runs runs({folder / "runs"}, folder / "configs");
  REQUIRE_THAT(error_message<DataError>([&] { (void)runs.seeds("x"); }),
               Contains("was made with seed 1, not 2"));
}

TEST_CASE("a run that was made under another name is refused", "[reproduce]") {
  const TemporaryFolder folder;
  write_finished_run(folder / "runs/a", {{"curves.csv", kCurves}}, "hybrid evaluate --out results/runs/a");
  write_finished_run(folder / "runs/b", {{"curves.csv", kCurves}}, "hybrid evaluate --out results/runs/a");
  write_finished_run(folder / "runs/split/after-1", {{"curves.csv", kCurves}},
                     "train-exits --out results/runs/split");
  Runs runs({folder / "runs"}, folder / "configs");
  REQUIRE(runs.find("a") != nullptr);
  REQUIRE(runs.find("split/after-1") != nullptr);
  REQUIRE_THAT(error_message<DataError>([&] { (void)runs.find("b"); }), Contains("was made as a, not as b"));
}

TEST_CASE("a training run must have the config that its command makes today", "[reproduce]") {
  const TemporaryFolder folder;
  write_experiment(folder, "same");
  write_experiment(folder, "changed", "training.epochs=7");
  Runs runs({folder / "runs"}, folder / "configs");
  REQUIRE(runs.find("same") != nullptr);
  REQUIRE(runs.find("changed") != nullptr);

  folder.file("configs/small.yaml",
              "name: small\n"
              "systems: []\n"
              "base: {network: separable-tiny}\n"
              "cloud: {network: resnet-small}\nrouter:\n  epochs: 3\nseed: 5\nthreads: 2\n");
  Runs today({folder / "runs"}, folder / "configs");
  const std::string message = error_message<DataError>([&] { (void)today.find("same"); });
  REQUIRE_THAT(message, Contains("was made by another") && Contains("the run: router.epochs: 50") &&
                            Contains("today:   router.epochs: 3"));
  REQUIRE_THAT(message, !Contains("threads") && !Contains("seed"));
}

TEST_CASE("a run of another version is refused, and one that was changed", "[reproduce]") {
  const TemporaryFolder folder;
  write_finished_run(folder / "runs/a", {{"curves.csv", kCurves}});
  std::string manifest = read_file(folder / "runs/a/manifest.json");
  const auto at = manifest.find("\"version\": \"");
  manifest.replace(at, manifest.find(',', at) - at, "\"version\": \"0.0.1\"");
  write_file_atomically(folder / "runs/a/manifest.json", manifest);
  Runs runs({folder / "runs"}, folder / "configs");
  REQUIRE_THAT(error_message<DataError>([&] { (void)runs.find("a"); }),
               Contains("was made by version 0.0.1, this is"));

  write_finished_run(folder / "runs/b", {{"curves.csv", kCurves}});
  write_file_atomically(folder / "runs/b/curves.csv", kCurvesHeader);
  REQUIRE_THAT(error_message<DataError>([&] { (void)runs.find("b"); }),
               Contains("was changed after the run was finished"));
}

}  // namespace
}  // namespace hybrid::test
