#include "reproduce/runs.h"

#include <catch2/catch.hpp>

#include "config/experiment.h"
#include "config/writer.h"
#include "core/build_info.h"
#include "core/error.h"
#include "core/files.h"
#include "support/error_message.h"
#include "support/finished_run.h"
#include "support/pack_runs.h"
#include "support/temporary_folder.h"

namespace hybrid::test {
using namespace hybrid::reproduce;
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
  const std::string resolved =
      config::to_yaml(config::load_experiment(folder / "configs/small.yaml", values).value);
  write_finished_run(folder / ("runs/" + run), {{"curves.csv", kCurves}, {"config.yaml", resolved}},
                     {.name = {}, .config = "small.yaml", .overrides = values});
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
  write_finished_run(folder / "runs/x-seed1", {{"curves.csv", kCurves}}, {.name = "x-seed2"});
  fs::rename(folder / "runs/x-seed1", folder / "runs/x-seed2");
  Runs runs({folder / "runs"}, folder / "configs");
  REQUIRE_THAT(error_message<DataError>([&] { (void)runs.find("x-seed2"); }),
               Contains("was made with seed 1, not 2"));
}

TEST_CASE("a run that was made under another name is refused", "[reproduce]") {
  const TemporaryFolder folder;
  write_finished_run(folder / "runs/a", {{"curves.csv", kCurves}});
  fs::copy(folder / "runs/a", folder / "runs/b");
  write_finished_run(folder / "runs/split/after-1", {{"curves.csv", kCurves}}, {.name = "split/after-1"});
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

/// Puts `to` for `from` in a run's manifest.
void change_manifest(const fs::path& run, const std::string& from, const std::string& to) {
  std::string manifest = read_file(run / "manifest.json");
  const auto at = manifest.find(from);
  REQUIRE(at != std::string::npos);
  write_file_atomically(run / "manifest.json", manifest.replace(at, from.size(), to));
}

TEST_CASE("the version of the results decides, not the program's", "[reproduce]") {
  const TemporaryFolder folder;
  write_finished_run(folder / "runs/later", {{"curves.csv", kCurves}});
  change_manifest(folder / "runs/later", fmt::format("\"version\": \"{}\"", build_info().version),
                  "\"version\": \"9.9.9\"");
  write_finished_run(folder / "runs/other", {{"curves.csv", kCurves}});
  change_manifest(folder / "runs/other", fmt::format("\"results_version\": {}", kResultsVersion),
                  "\"results_version\": 99");
  Runs runs({folder / "runs"}, folder / "configs");
  REQUIRE(runs.find("later")->folder.manifest().version == "9.9.9");
  REQUIRE_THAT(error_message<DataError>([&] { (void)runs.find("other"); }),
               Contains("has results of version 99, this program makes version"));
}

TEST_CASE("a run whose manifest names no experiment is refused, and one that was changed", "[reproduce]") {
  const TemporaryFolder folder;
  write_finished_run(folder / "runs/old", {{"curves.csv", kCurves}});
  change_manifest(folder / "runs/old", "\"experiment\":", "\"something\":");
  write_finished_run(folder / "runs/changed", {{"curves.csv", kCurves}});
  write_file_atomically(folder / "runs/changed/curves.csv", kCurvesHeader);
  Runs runs({folder / "runs"}, folder / "configs");
  REQUIRE_THAT(error_message<DataError>([&] { (void)runs.find("old"); }), Contains("names no experiment"));
  REQUIRE_THAT(error_message<DataError>([&] { (void)runs.find("changed"); }),
               Contains("was changed after the run was finished"));
}

TEST_CASE("packed runs are found where their archive lies, behind those of folders", "[reproduce]") {
  const TemporaryFolder folder;
  write_finished_run(folder / "a", {{"curves.csv", kCurves}});
  write_finished_run(folder / "b", {{"curves.csv", kCurvesHeader}});
  pack(folder.path(), {"a", "b"}, folder / "published/two.zip");
  write_finished_run(folder / "published/b", {{"curves.csv", kCurves}});
  Runs runs({folder / "nowhere", folder / "published"}, folder / "configs");
  REQUIRE((runs.has("a") && runs.has("b") && !runs.has("c")));
  REQUIRE(runs.find("a")->at("router", 0.9)->accuracy == 0.75);
  REQUIRE(runs.find("a")->place == folder / "published/two.zip/a");
  REQUIRE(runs.find("b")->at("router", 0.9)->accuracy == 0.75);
  REQUIRE(runs.find("b")->place == folder / "published/b");
}

}  // namespace
}  // namespace hybrid::test
