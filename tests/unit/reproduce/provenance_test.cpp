#include "reproduce/provenance.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "support/error_message.h"
#include "support/temporary_folder.h"

namespace hybrid::reproduce {
namespace {

TEST_CASE("runs come back as they were written", "[reproduce]") {
  const test::TemporaryFolder folder;
  const std::vector<RunProvenance> runs{{.name = "a",
                                         .path = "results/runs/a",
                                         .command = "hybrid evaluate --base \"b c\"",
                                         .commit = "684f5ab",
                                         .version = "0.1.0",
                                         .hash = "0123",
                                         .started = "2026-11-24T10:00:00Z",
                                         .machine = "CPU, 2 cores",
                                         .seconds = 61.5}};
  write_provenance(runs, folder / "provenance.json");
  REQUIRE(read_provenance(folder / "provenance.json") == runs);
  REQUIRE_THAT(test::error_message<DataError>([&] { read_provenance(folder.file("bad.json", "{}")); }),
               Catch::Matchers::Contains("bad.json"));
}

TEST_CASE("durations are for people", "[reproduce]") {
  REQUIRE(duration_text(12.4) == "12 s");
  REQUIRE(duration_text(3723) == "62 min");
  REQUIRE(duration_text(9000) == "2.5 h");
}

}  // namespace
}  // namespace hybrid::reproduce
