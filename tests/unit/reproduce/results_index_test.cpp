#include "reproduce/results_index.h"

#include <catch2/catch.hpp>

#include "core/files.h"
#include "reproduce/html_report.h"
#include "support/results_folder.h"

namespace hybrid::reproduce {
namespace {

using Catch::Matchers::Contains;

TEST_CASE("the index counts and links every table, the claims and the runs", "[reproduce]") {
  const test::TemporaryFolder folder;
  test::write_results(folder);
  const ResultsFolder results = read_results(folder.path());
  const std::string index = results_index(results);
  REQUIRE_THAT(index,
               Contains("| [Table 3](tables/table3.md)   |       5 |      1 |       1 |          1 |       "
                        "  1 |         1 |"));
  REQUIRE_THAT(index,
               Contains("[svg](figures/figure2.svg)") && Contains("FORMATS.md") && Contains("2 claims"));
  REQUIRE_THAT(index, Contains("`hybrid evaluate --base 'a & b'`") && Contains("2026-11-24T10:00:00Z") &&
                          Contains("61 s"));
  write_report(results, folder.path());
  REQUIRE(read_file(folder / "README.md") == index);
  REQUIRE(read_file(folder / "report.html") == html_report(results));
}

}  // namespace
}  // namespace hybrid::reproduce
