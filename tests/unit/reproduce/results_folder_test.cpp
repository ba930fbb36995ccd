#include "reproduce/results_folder.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "support/error_message.h"
#include "support/results_folder.h"

namespace hybrid::reproduce {
namespace {

using Catch::Matchers::Contains;

TEST_CASE("tables come in the paper's order with their pictures, unknown ones last", "[reproduce]") {
  const test::TemporaryFolder folder;
  test::write_results(folder);
  const ResultsFolder results = read_results(folder.path());
  REQUIRE(results.tables.size() == 3);
  REQUIRE((results.tables[0].table.name == "table3" && results.tables[0].svg.empty()));
  REQUIRE((results.tables[1].table.name == "figure2" && !results.tables[1].svg.empty()));
  REQUIRE(results.tables[2].table.name == "another");
  REQUIRE((results.runs.size() == 1 && results.claims.size() == 2));
  REQUIRE(results.summary() ==
          "5 numbers: 1 within tolerance, 1 outside tolerance, 1 other data, 1 needs data, 1 ours only; 2 "
          "claims of the text: 1 hold, 0 hold with rounding, 1 contradicted");
}

TEST_CASE("claims, runs and pictures may be missing, tables may not", "[reproduce]") {
  const test::TemporaryFolder folder;
  folder.file("README.md", "text");
  REQUIRE_THAT(test::error_message<DataError>([&] { read_results(folder.path()); }),
               Contains("no tables") && Contains("`hybrid reproduce`"));
  REQUIRE_THROWS_AS(read_results(folder / "none"), DataError);
  folder.file("tables/table3.json", table_json(test::tiny_table()));
  REQUIRE(read_results(folder.path()).claims.empty());
  folder.file("paper-check.json", "[]");
  REQUIRE_THAT(test::error_message<DataError>([&] { read_results(folder.path()); }),
               Contains("paper-check.json"));
}

}  // namespace
}  // namespace hybrid::reproduce
