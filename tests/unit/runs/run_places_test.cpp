// Places that a run cannot be put at, and working folders that are not the run's own.

#include <unistd.h>

#include <catch2/catch.hpp>
#include <cerrno>
#include <optional>

#include "runs/run_folder.h"
#include "support/temporary_folder.h"
#include "system_calls.h"
#include "test_runs.h"

namespace hybrid::runs {
namespace {

namespace fs = std::filesystem;
using Catch::Matchers::Contains;

TEST_CASE("a finished run whose name is needed for writing is kept, and names like that are refused",
          "[report]") {
  const test::TemporaryFolder folder;
  write_run(folder / "b");
  fs::rename(folder / "b", folder / "a.partial");
  REQUIRE_THAT(refused({.path = folder / "a", .hash = kOtherHash}),
               Contains("a.partial: holds a finished run") && Contains("move it away"));
  REQUIRE(FinishedRun(folder / "a.partial").manifest().hash == kHash);
  REQUIRE_THAT(refused({.path = folder / "c.partial", .hash = kHash}),
               Contains("names that end in .partial are for unfinished runs"));
  REQUIRE(names_in(folder.path()) == std::vector<std::string>{"a.partial"});
}

TEST_CASE("a link is refused with the folder that it leads to, and left alone", "[report]") {
  const test::TemporaryFolder folder;
  fs::create_directory(folder / "empty");
  write_run(folder / "run");
  for (const std::string target : {"empty", "run"}) {
    fs::create_symlink(target, folder / ("to " + target));
    REQUIRE_THAT(refused({.path = folder / ("to " + target), .hash = kOtherHash, .force = true}),
                 Contains("is a link; give the folder that it leads to, " + (folder / target).string()));
    REQUIRE(fs::is_symlink(folder / ("to " + target)));
  }
  fs::create_symlink("nothing", folder / "dangling");
  REQUIRE_THAT(refused({.path = folder / "dangling", .hash = kHash}), Contains("is a link to nothing"));
  fs::create_symlink("run", folder / "a.partial");
  REQUIRE_THAT(refused({.path = folder / "a", .hash = kHash}), Contains("a.partial: holds a finished run"));
  REQUIRE(FinishedRun(folder / "run").manifest().hash == kHash);
}

TEST_CASE(
    "a working folder that is deleted or exchanged meanwhile is an error, and the run's place stays free",
    "[report]") {
  const test::TemporaryFolder folder;
  Logger log = silent();
  const fs::path partial = folder / "a.partial";
  const RunRequest request{.path = folder / "a", .hash = kHash};
  for (const std::string left : {"nothing", "a file", "another's run"}) {
    {
      auto writer = RunWriter::begin(request, log);
      writer->write("split.csv", "1\n");
      fs::remove_all(partial);
      if (left == "a file") writer->write("metrics.json", "{}\n");
      std::optional<RunWriter> other;
      if (left == "another's run") other.emplace(std::move(*RunWriter::begin(request, log)));
      REQUIRE_THAT(test::error_message<DataError>([&] { writer->finish({}); }),
                   Contains("a.partial: was deleted while the run was written") &&
                       Contains("delete what is left of it and give the command again"));
      REQUIRE_FALSE(fs::exists(folder / "a"));
      writer.reset();
      REQUIRE(fs::exists(partial) == (left != "nothing"));
    }
    fs::remove_all(partial);
  }
  write_run(folder / "a");
}

TEST_CASE("a file system without locks is told as such", "[report]") {
  const test::TemporaryFolder folder;
  test::fail_locks(ENOLCK);
  const std::string message = refused({.path = folder / "a", .hash = kHash});
  test::fail_locks(0);
  REQUIRE_THAT(message, Contains("a.partial/.lock: cannot be locked (No locks available)") &&
                            Contains("NFS") && !Contains("another process"));
  write_run(folder / "a");
}

TEST_CASE("a run that went on has no file that a killed process was writing", "[report]") {
  const test::TemporaryFolder folder;
  Logger log = silent();
  const RunRequest request{.path = folder / "a", .hash = kHash, .resumable = true};
  {
    auto writer = RunWriter::begin(request, log);
    writer->write("checkpoint", "epoch 1");
    folder.file("a.partial/predictions/.base-test.npz.hybrid-a1b2c3", "half");
  }
  auto writer = RunWriter::begin(request, log);
  writer->finish({});
  REQUIRE(names_in(folder / "a/predictions").empty());
  REQUIRE(FinishedRun(folder / "a").has("checkpoint"));
}

TEST_CASE("a write-protected run is refused before the work", "[report]") {
  if (::geteuid() == 0) return;  // root may write everywhere
  const test::TemporaryFolder folder;
  write_run(folder / "a");
  fs::permissions(folder / "a", fs::perms::owner_read | fs::perms::owner_exec);
  REQUIRE_THAT(refused({.path = folder / "a", .hash = kOtherHash, .force = true}),
               Contains("is write-protected"));
  fs::permissions(folder / "a", fs::perms::owner_all);
}

}  // namespace
}  // namespace hybrid::runs
