#include "runs/packed_runs.h"

#include <catch2/catch.hpp>
#include <optional>

#include "core/error.h"
#include "support/error_message.h"
#include "support/finished_run.h"
#include "support/pack_runs.h"
#include "support/temporary_folder.h"

namespace hybrid::test {
using namespace hybrid::runs;
namespace {

using Catch::Matchers::Contains;
namespace fs = std::filesystem;

TEST_CASE("a packed run is what the run wrote, and nothing of it stays unpacked", "[report]") {
  const TemporaryFolder folder;
  write_finished_run(folder / "split/after-1", {{"curves.csv", kCurvesHeader}, {"deep/down.txt", "x"}});
  write_finished_run(folder / "split/after-10", {{"curves.csv", ""}});
  pack(folder.path(), {"split"}, folder / "packed/split.zip");
  fs::path unpacked;
  {
    PackedRuns runs(folder / "packed");
    REQUIRE((runs.has("split/after-1") && runs.has("split/after-10") && !runs.has("split")));
    REQUIRE(runs.place_of("split/after-1") == folder / "packed/split.zip/split/after-1");
    const FinishedRun run = runs.unpack("split/after-1");
    run.verify();
    REQUIRE(read_file(run.verified("curves.csv")) == kCurvesHeader);
    REQUIRE(read_file(run.verified("deep/down.txt")) == "x");
    unpacked = run.path();
    REQUIRE_FALSE(fs::exists(unpacked.parent_path() / "after-10"));
  }
  REQUIRE_FALSE(fs::exists(unpacked.parent_path().parent_path()));
  REQUIRE_FALSE(PackedRuns(folder / "nowhere").has("split/after-1"));
}

TEST_CASE("files may be left out of a packed run, but not changed", "[report]") {
  const TemporaryFolder folder;
  write_finished_run(folder / "run", {{"curves.csv", kCurvesHeader}, {"table.md", "x"}});
  fs::remove(folder / "run/table.md");
  pack(folder.path(), {"run"}, folder / "packed/runs.zip");
  REQUIRE(PackedRuns(folder / "packed").unpack("run").verified("curves.csv").filename() == "curves.csv");
  folder.file("run/curves.csv", "method\n");
  pack(folder.path(), {"run"}, folder / "packed/runs.zip");
  REQUIRE_THAT(error_message<DataError>([&] { (void)PackedRuns(folder / "packed").unpack("run"); }),
               Contains((folder / "packed/runs.zip/run/curves.csv").string()) && Contains("was changed"));
}

TEST_CASE("a damaged archive of runs, and one that leads out of its folder, are refused by name",
          "[report]") {
  const TemporaryFolder folder;
  folder.file("text/runs.zip", "no archive");
  REQUIRE_THAT(
      error_message<DataError>([&] { PackedRuns(folder / "text"); }),
      Contains((folder / "text/runs.zip").string()) && Contains("cannot be opened as a zip archive"));

  // Names of equal length, so that the archive's own lengths stay right.
  write_finished_run(folder / "run", {{"aa/evil", "x"}});
  pack(folder.path(), {"run"}, folder / "packed/runs.zip");
  std::string bytes = read_file(folder / "packed/runs.zip");
  for (auto at = bytes.find("run/aa/evil"); at != std::string::npos; at = bytes.find("run/aa/evil", at))
    bytes.replace(at, 11, "run/../evil");
  folder.file("packed/runs.zip", bytes);
  REQUIRE_THAT(error_message<DataError>([&] { (void)PackedRuns(folder / "packed").unpack("run"); }),
               Contains("leads out"));

  folder.file("run/aa/evil", std::string(10000, 'x'));
  pack(folder.path(), {"run"}, folder / "packed/runs.zip");
  bytes = read_file(folder / "packed/runs.zip");
  bytes[bytes.find("run/manifest.json") + 30] ^= 0x55;  // in its compressed bytes
  folder.file("packed/runs.zip", bytes);
  REQUIRE_THROWS_AS(PackedRuns(folder / "packed").unpack("run"), DataError);
}

}  // namespace
}  // namespace hybrid::test
