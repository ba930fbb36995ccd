#include "runs/run_folder.h"

#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "core/error.h"
#include "core/files.h"
#include "core/new_file.h"
#include "support/error_message.h"
#include "support/temporary_folder.h"
#include "test_runs.h"

namespace hybrid::runs {
namespace {

namespace fs = std::filesystem;
using Catch::Matchers::Contains;

TEST_CASE("a run is written beside its place and then put there with a manifest of every file", "[report]") {
  const test::TemporaryFolder folder;
  Logger log = silent();
  auto writer = RunWriter::begin({.path = folder / "results/a", .hash = kHash}, log);
  REQUIRE(writer->folder() == folder / "results/a.partial");
  REQUIRE(writer->name() == "a");
  writer->write("metrics.json", "{}\n");
  writer->write("predictions/outcomes.txt", "1 0 1\n");
  REQUIRE_FALSE(fs::exists(folder / "results/a"));
  writer->finish({.command_line = "hybrid evaluate"});

  REQUIRE(names_in(folder / "results") == std::vector<std::string>{"a"});
  REQUIRE(names_in(folder / "results/a") ==
          std::vector<std::string>{"manifest.json", "metrics.json", "predictions"});
  const FinishedRun run(folder / "results/a");
  REQUIRE(run.name() == "a");
  REQUIRE(run.manifest().hash == kHash);
  REQUIRE(run.manifest().experiment.name == "a");
  REQUIRE(run.manifest().outputs.size() == 2);
  REQUIRE(run.has("predictions/outcomes.txt"));
  REQUIRE_FALSE(run.has("manifest.json"));
  REQUIRE(read_file(run.verified("metrics.json")) == "{}\n");
}

TEST_CASE("a finished run of the same hash is up to date and left alone", "[report]") {
  const test::TemporaryFolder folder;
  write_run(folder / "a");
  const auto before = fs::last_write_time(folder / "a/manifest.json");
  Logger log = silent();
  REQUIRE_FALSE(RunWriter::begin({.path = folder / "a", .hash = kHash}, log).has_value());
  REQUIRE(fs::last_write_time(folder / "a/manifest.json") == before);
  REQUIRE(names_in(folder.path()) == std::vector<std::string>{"a"});
}

TEST_CASE("force replaces a finished run, and only once the new one is complete", "[report]") {
  const test::TemporaryFolder folder;
  write_run(folder / "a");
  Logger log = silent();
  auto writer = RunWriter::begin({.path = folder / "a", .hash = kOtherHash, .force = true}, log);
  REQUIRE(writer.has_value());
  writer->write("new.txt", "new");
  REQUIRE(FinishedRun(folder / "a").manifest().hash == kHash);
  writer->finish({});
  REQUIRE(FinishedRun(folder / "a").manifest().hash == kOtherHash);
  REQUIRE(names_in(folder / "a") == std::vector<std::string>{"manifest.json", "new.txt"});
}

TEST_CASE("a run of another hash is not overwritten without force", "[report]") {
  const test::TemporaryFolder folder;
  write_run(folder / "a");
  Logger log = silent();
  REQUIRE_THROWS_AS(RunWriter::begin({.path = folder / "a", .hash = kOtherHash}, log), OccupiedPlace);
  REQUIRE(FinishedRun(folder / "a").manifest().hash == kHash);
}

TEST_CASE("what no run of ours made is refused, with force too, and stays as it is", "[report]") {
  const test::TemporaryFolder folder;
  folder.file("home/thesis.tex", "text");
  folder.file("file", "text");
  folder.file("page/manifest.json", "{\"name\": \"a web page\"}");
  folder.file("mine.partial/thesis.tex", "text");
  for (const bool force : {false, true}) {
    REQUIRE_THAT(refused({.path = folder / "home", .hash = kHash, .force = force}),
                 Contains("no run of ours"));
    REQUIRE_THAT(refused({.path = folder / "file", .hash = kHash, .force = force}), Contains("is a file"));
    REQUIRE_THAT(refused({.path = folder / "page", .hash = kHash, .force = force}),
                 Contains("not a manifest"));
    REQUIRE_THAT(refused({.path = folder / "mine", .hash = kHash, .force = force}), Contains("mine.partial"));
  }
  REQUIRE(read_file(folder / "home/thesis.tex") == "text");
  REQUIRE(read_file(folder / "file") == "text");
  REQUIRE(fs::exists(folder / "page/manifest.json"));
  REQUIRE(read_file(folder / "mine.partial/thesis.tex") == "text");
}

TEST_CASE("an empty folder may become a run", "[report]") {
  const test::TemporaryFolder folder;
  fs::create_directory(folder / "a");
  write_run(folder / "a");
  REQUIRE(FinishedRun(folder / "a").manifest().hash == kHash);
}

TEST_CASE("a slash at the end of the name changes nothing", "[report]") {
  const test::TemporaryFolder folder;
  write_run(fs::path((folder / "a").string() + "/"));
  REQUIRE(names_in(folder.path()) == std::vector<std::string>{"a"});
  REQUIRE(FinishedRun(fs::path((folder / "a").string() + "/")).name() == "a");
}

TEST_CASE("an unfinished run is removed unless it can be resumed", "[report]") {
  const test::TemporaryFolder folder;
  Logger log = silent();
  {
    auto writer = RunWriter::begin({.path = folder / "a", .hash = kHash}, log);
    writer->write("half.txt", "half");
  }
  REQUIRE(names_in(folder.path()).empty());
  {
    auto writer = RunWriter::begin({.path = folder / "a", .hash = kHash, .resumable = true}, log);
    writer->write("checkpoint", "epoch 1");
  }
  REQUIRE(read_file(folder / "a.partial/checkpoint") == "epoch 1");
}

TEST_CASE("an unfinished run without what it would be kept for is removed", "[report]") {
  const test::TemporaryFolder folder;
  Logger log = silent();
  const RunRequest request{.path = folder / "a", .hash = kHash, .resumable = true, .kept_for = "repeats"};
  RunWriter::begin(request, log)->write("other", "");
  REQUIRE(names_in(folder.path()).empty());
  RunWriter::begin(request, log)->write("repeats", "7");
  REQUIRE(read_file(folder / "a.partial/repeats") == "7");
  REQUIRE(fs::exists(RunWriter::begin(request, log)->folder() / "repeats"));
  RunRequest forced = request;
  forced.force = true;
  REQUIRE(fs::exists(RunWriter::begin(forced, log)->folder() / "repeats"));
}

TEST_CASE("only the same command goes on with a partial run; any other and force start afresh", "[report]") {
  const test::TemporaryFolder folder;
  Logger log = silent();
  const auto leave_checkpoint = [&] {
    RunWriter::begin({.path = folder / "a", .hash = kHash, .force = true, .resumable = true}, log)
        ->write("checkpoint", "epoch 1");
  };
  const auto finds_checkpoint = [&](const RunRequest& request) {
    return fs::exists(RunWriter::begin(request, log)->folder() / "checkpoint");
  };
  leave_checkpoint();
  REQUIRE(finds_checkpoint({.path = folder / "a", .hash = kHash, .resumable = true}));
  REQUIRE_FALSE(finds_checkpoint({.path = folder / "a", .hash = kOtherHash, .resumable = true}));
  leave_checkpoint();
  REQUIRE_FALSE(finds_checkpoint({.path = folder / "a", .hash = kHash, .force = true, .resumable = true}));
}

TEST_CASE("a run that could not be finished can still be resumed", "[report]") {
  const test::TemporaryFolder folder;
  Logger log = silent();
  const RunRequest request{.path = folder / "a", .hash = kHash, .resumable = true};
  {
    auto writer = RunWriter::begin(request, log);
    writer->write("checkpoint", "epoch 1");
    fs::create_directory(folder / "a.partial/manifest.json");  // so that the manifest cannot be written
    REQUIRE_THROWS_AS(writer->finish({}), DataError);
  }
  REQUIRE(fs::exists(RunWriter::begin(request, log)->folder() / "checkpoint"));
}

TEST_CASE("while one process writes a run no other can", "[report]") {
  const test::TemporaryFolder folder;
  Logger log = silent();
  auto writer = RunWriter::begin({.path = folder / "a", .hash = kHash}, log);
  writer->write("mine.txt", "mine");
  const pid_t child = ::fork();
  if (child == 0) {
    Logger childs_log = silent();
    try {
      RunWriter::begin({.path = folder / "a", .hash = kHash, .force = true}, childs_log);
      ::_exit(1);
    } catch (const DataError& error) {
      ::_exit(std::string(error.what()).find("another process") == std::string::npos ? 2 : 0);
    }
  }
  int status = -1;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status));
  REQUIRE(WEXITSTATUS(status) == 0);
  REQUIRE(read_file(folder / "a.partial/mine.txt") == "mine");
  writer->finish({});
  REQUIRE(FinishedRun(folder / "a").has("mine.txt"));
}

TEST_CASE("a file that was edited after the run is detected, a missing one named", "[report]") {
  const test::TemporaryFolder folder;
  write_run(folder / "a");
  std::ofstream(folder / "a/metrics.json", std::ios::app) << " ";
  fs::remove(folder / "a/predictions/outcomes.txt");
  const FinishedRun run = FinishedRun::unchecked(folder / "a");
  const auto message = [&](const char* file) {
    return test::error_message<DataError>([&] { (void)run.verified(file); });
  };
  REQUIRE_THAT(message("metrics.json"), Contains("a/metrics.json") && Contains("was changed after"));
  REQUIRE_THAT(message("predictions/outcomes.txt"), Contains("is missing"));
  REQUIRE_THAT(message("nothing.txt"), Contains("has no nothing.txt"));
}

TEST_CASE("what is not a finished run says so", "[report]") {
  const test::TemporaryFolder folder;
  folder.file("home/thesis.tex", "text");
  Logger log = silent();
  RunWriter::begin({.path = folder / "started", .hash = kHash, .resumable = true}, log);
  const auto message = [&](const char* name) {
    return test::error_message<DataError>([&] { FinishedRun{folder / name}; });
  };
  REQUIRE_THAT(message("none"), Contains("there is no such run"));
  REQUIRE_THAT(message("home"), Contains("is not a finished run"));
  REQUIRE_THAT(message("started"), Contains("started.partial") && Contains("is not finished"));
}

TEST_CASE("the newest run is the one that ended last, whatever its name and age on disk", "[report]") {
  const test::TemporaryFolder folder;
  write_run(folder / "results/b", kHash, "2026-03-01T00:00:00Z");
  write_run(folder / "results/c", kHash, "2026-01-01T00:00:00Z");
  write_run(folder / "results/a", kHash, "2026-02-01T00:00:00Z");
  folder.file("results/README.md", "index");
  folder.file("results/paper/table1.yaml", "numbers");
  REQUIRE(newest_run(folder / "results").name() == "b");
  write_run(folder / "results/d", kHash, "2026-03-01T00:00:00Z");
  REQUIRE(newest_run(folder / "results").name() == "d");
}

TEST_CASE("without any run the commands that make one are named", "[report]") {
  const test::TemporaryFolder folder;
  for (const auto* place : {"none", "."})
    REQUIRE_THAT(test::error_message<DataError>([&] { newest_run(folder / place); }),
                 Contains("hybrid train") && Contains("hybrid evaluate"));
}

TEST_CASE("a place that cannot be written to is named with the system's reason", "[report]") {
  REQUIRE_THAT(refused({.path = "/proc/run", .hash = kHash}), Contains("/proc/run.partial"));
  const test::TemporaryFolder folder;
  folder.file("file", "text");
  REQUIRE_THAT(refused({.path = folder / "file/run", .hash = kHash}), Contains("Not a directory"));
}

TEST_CASE("the hash tells configs and inputs apart, not where the inputs lie", "[report]") {
  const FileRecord base{"base", "/a/base.npz", std::string(64, '1'), 10};
  FileRecord moved = base;
  moved.path = "/b/base.npz";
  FileRecord changed = base;
  changed.sha256 = std::string(64, '2');
  REQUIRE(run_hash("seed: 1\n", {base}) == run_hash("seed: 1\n", {moved}));
  REQUIRE(run_hash("seed: 1\n", {base}) != run_hash("seed: 1\n", {changed}));
  REQUIRE(run_hash("seed: 1\n", {base}) != run_hash("seed: 2\n", {base}));
  REQUIRE(default_run_path("quickstart", "0123456789abcdef") == fs::path("results/quickstart-01234567"));
}

TEST_CASE("a run that has its place under another name stays there", "[report]") {
  const test::TemporaryFolder folder;
  const fs::path before = fs::current_path();
  fs::current_path(folder.path());
  write_run("results/evaluate-aaaaaaaa", kHash);
  write_run("results/other-aaaaaaaa", std::string(8, 'a') + std::string(56, 'b'));
  const fs::path found = default_run_path("evaluate-base-cloud", kHash);
  const fs::path of_another = default_run_path("evaluate-base-cloud", kOtherHash);
  fs::current_path(before);
  REQUIRE(found == fs::path("results/evaluate-aaaaaaaa"));
  REQUIRE(of_another == fs::path("results/evaluate-base-cloud-bbbbbbbb"));
}

}  // namespace
}  // namespace hybrid::runs
