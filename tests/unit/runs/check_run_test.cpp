#include "runs/check_run.h"

#include <catch2/catch.hpp>

#include "core/sha256.h"
#include "runs/run_list.h"
#include "support/temporary_folder.h"
#include "test_runs.h"

namespace hybrid::runs {
namespace {

namespace fs = std::filesystem;
using Catch::Matchers::Contains;

/// Writes a run that was made from the file `input`.
void write_run_of_input(const test::TemporaryFolder& folder) {
  folder.file("input", "one");
  Logger log = silent();
  auto writer = RunWriter::begin({.path = folder / "run", .hash = kHash}, log);
  writer->write("metrics.json", "{}\n");
  writer->write("deep/curves.csv", "a\n");
  Manifest manifest;
  manifest.inputs.push_back(record_input("base", folder / "input"));
  writer->finish(std::move(manifest));
}

TEST_CASE("a run as it was made has no fault, and its files are counted", "[report]") {
  const test::TemporaryFolder folder;
  write_run_of_input(folder);
  const RunCheck check = check_run(FinishedRun(folder / "run"), true);
  REQUIRE(check.faults.empty());
  REQUIRE((check.files == 2 && check.inputs == 1 && check.bytes == 5));
}

TEST_CASE("every kind of fault is found and told apart", "[report]") {
  const test::TemporaryFolder folder;
  write_run_of_input(folder);
  folder.file("run/metrics.json", "{ }\n");
  fs::remove(folder / "run/deep/curves.csv");
  folder.file("run/deep/more.csv", "b\n");
  folder.file("input", "two");
  using Kind = FileFault::Kind;
  const FinishedRun run = FinishedRun::unchecked(folder / "run");
  const std::string input = folder / "input";
  const std::vector<FileFault> own{
      {.kind = Kind::missing, .path = "deep/curves.csv", .role = "", .now = "", .then = sha256("a\n")},
      {.kind = Kind::changed,
       .path = "metrics.json",
       .role = "",
       .now = sha256("{ }\n"),
       .then = sha256("{}\n")},
      {.kind = Kind::unlisted, .path = "deep/more.csv", .role = "", .now = "", .then = ""}};
  REQUIRE(check_run(run, false).faults == own);
  std::vector<FileFault> all = own;
  all.push_back({.kind = Kind::input_changed,
                 .path = input,
                 .role = "base",
                 .now = sha256("two"),
                 .then = sha256("one")});
  REQUIRE(check_run(run, true).faults == all);
  fs::remove(folder / "input");
  all.back().kind = Kind::input_missing;
  all.back().now = "";
  REQUIRE(check_run(run, true).faults == all);
}

TEST_CASE("a run with a changed file cannot be opened, whichever it is", "[report]") {
  const test::TemporaryFolder folder;
  for (const char* file : {"metrics.json", "deep/curves.csv"})
    for (const char* content : {"", "x", "{ }", "[]\n"}) {
      fs::remove_all(folder / "run");
      write_run_of_input(folder);
      folder.file(std::string("run/") + file, content);
      REQUIRE_THAT(test::error_message<DataError>([&] { FinishedRun{folder / "run"}; }),
                   Contains(file) && Contains("was changed after") && Contains("`hybrid verify ") &&
                       Contains(short_hash(sha256(content))));
    }
}

TEST_CASE("large files are compared by size when a run is opened, and by hash when they are read",
          "[report]") {
  const test::TemporaryFolder folder;
  const std::string large(kHashedOnOpening + 1, 'x');
  {
    Logger log = silent();
    auto writer = RunWriter::begin({.path = folder / "run", .hash = kHash}, log);
    writer->write("large", large);
    writer->finish({});
  }
  folder.file("run/large", std::string(large.size(), 'y'));
  const FinishedRun run(folder / "run");
  REQUIRE_THAT(test::error_message<DataError>([&] { (void)run.verified("large"); }),
               Contains("was changed after"));
  folder.file("run/large", large + "x");
  REQUIRE_THROWS_AS(FinishedRun(folder / "run"), DataError);
}

TEST_CASE("a run's files may be missing until one is read", "[report]") {
  const test::TemporaryFolder folder;
  write_run_of_input(folder);
  fs::remove(folder / "run/deep/curves.csv");
  const FinishedRun run(folder / "run");
  REQUIRE_NOTHROW(run.verified("metrics.json"));
  REQUIRE_THAT(test::error_message<DataError>([&] { (void)run.verified("deep/curves.csv"); }),
               Contains("is missing"));
}

TEST_CASE("runs are listed from the newest to the oldest, unfinished and damaged ones with what to do",
          "[report]") {
  const test::TemporaryFolder folder;
  write_run(folder / "results/old", kHash, "2026-01-01T00:00:00Z");
  write_run(folder / "results/runs/new", kHash, "2026-03-01T00:00:00Z");
  folder.file("results/broken/manifest.json", "{");
  folder.file("results/cache/x.npz", "");
  {
    Logger log = silent();
    RunWriter::begin({.path = folder / "results/begun", .hash = kHash, .resumable = true}, log);
  }
  const std::vector<ListedRun> runs = list_runs(folder / "results");
  REQUIRE(runs.size() == 4);
  using State = ListedRun::State;
  REQUIRE(
      (runs[0].path == folder / "results/begun" && runs[0].state == State::unfinished));  // changed just now
  REQUIRE_THAT(runs[0].fault, Contains("begun.partial") && Contains("the same command goes on"));
  REQUIRE((runs[1].path == folder / "results/runs/new" && runs[1].state == State::finished));
  REQUIRE((runs[2].path == folder / "results/old" && runs[2].fault.empty() && runs[2].made_by == "evaluate"));
  REQUIRE((runs[3].path == folder / "results/broken" && runs[3].state == State::damaged));
  REQUIRE_THAT(runs[3].fault, Contains("broken/manifest.json") && Contains("is not a manifest"));
  REQUIRE(list_runs(folder / "results/old").size() == 1);
  REQUIRE_THROWS_AS(list_runs(folder / "nowhere"), DataError);
}

TEST_CASE("a headline is the default method's accuracy at the run's middle coverage", "[report]") {
  const test::TemporaryFolder folder;
  const auto headline = [&](const std::string& metrics) {
    fs::remove_all(folder / "run");
    Logger log = silent();
    auto writer = RunWriter::begin({.path = folder / "run", .hash = kHash}, log);
    writer->write("metrics.json", metrics);
    writer->finish({});
    return list_runs(folder / "run").front();
  };
  const std::string data = R"("data": {"n_test": 200, "base_accuracy": 0.5, "cloud_accuracy": 0.75})";
  const auto points = [](const std::string& name) {
    return "\"" + name + R"(": {"points": [{"target_coverage": 0.9, "matched_accuracy": 0.55},
      {"target_coverage": 0.8, "matched_accuracy": 0.625}, {"target_coverage": 0.7, "matched_accuracy": 0.7}]})";
  };
  const auto both = headline("{" + data + ", \"methods\": {" + points("max_prob") + "," + points("auto") +
                             "}, \"comparisons\": [{\"data\": 1}]}");
  REQUIRE(both.headline.has_value());
  REQUIRE((both.headline->n_test == 200 && both.headline->base_accuracy == 0.5 &&
           both.headline->cloud_accuracy == 0.75 && both.headline->method == "auto" &&
           both.headline->target_coverage == 0.8 && both.headline->matched_accuracy == 0.625));
  REQUIRE(headline("{" + data + ", \"methods\": {" + points("max_prob") + "}}").headline->method ==
          "max_prob");
  REQUIRE(headline("{" + data + ", \"methods\": {" + points("own_score") + "}}").headline->method ==
          "own_score");
  REQUIRE(both.headline->utility.empty());
  REQUIRE(headline("{" + data.substr(0, data.size() - 1) + ", \"utility\": \"costs.csv\"}, \"methods\": {" +
                   points("auto") + "}}")
              .headline->utility == "costs.csv");
  REQUIRE_FALSE(headline("{\"methods\": {}}").headline.has_value());
  REQUIRE(headline("no JSON").state == ListedRun::State::damaged);
}

}  // namespace
}  // namespace hybrid::runs
