// hybrid report: the results folder as one page.

#include <catch2/catch.hpp>

#include "reproduce/html_report.h"
#include "reproduce/results_index.h"
#include "support/results_folder.h"
#include "support/workplace.h"

namespace hybrid::test {
namespace {

using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

TEST_CASE("the report is made from what reproduce left, and its summary is printed", "[cli]") {
  const Workplace here;
  TemporaryFolder results;
  write_results(results);
  const Outcome outcome = here.run("hybrid", {"report", "--tables", results.path().string(), "--html",
                                              "report.html", "--index", "index.md"});
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  REQUIRE_THAT(outcome.out, StartsWith("5 numbers: 1 within tolerance") && Contains("1 contradicted"));
  REQUIRE(read_file(here / "report.html") == reproduce::html_report(reproduce::read_results(results.path())));
  REQUIRE(read_file(here / "index.md") == reproduce::results_index(reproduce::read_results(results.path())));
}

TEST_CASE("a report of nothing, to nowhere or from a broken table is refused", "[cli]") {
  const Workplace here;
  require_refusal(here.run("hybrid", {"report", "--html", "a.html"}), 4, "results: has no tables");
  require_refusal(here.run("hybrid", {"report"}), 2, "--html FILE");
  here.file("results/tables/table1.json", "{");
  require_refusal(here.run("hybrid", {"report", "--html", "a.html"}), 4, "table1.json: is not a table");
  REQUIRE_FALSE(std::filesystem::exists(here / "a.html"));
  write_results(here);
  std::filesystem::remove(here / "results/tables/table1.json");
  require_refusal(here.run("hybrid", {"report", "--tables", ".", "--html", "/proc/a.html"}), 4,
                  "/proc/a.html");
}

}  // namespace
}  // namespace hybrid::test
