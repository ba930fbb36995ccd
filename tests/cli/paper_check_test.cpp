// hybrid reproduce paper-check and hybrid check-table as their users meet them.

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "support/workplace.h"

namespace hybrid::test {
namespace {

using Catch::Matchers::Contains;

constexpr const char* kTable =
    "name: IMDb\nbase_accuracy: 91.0\ncloud_accuracy: 96.0\nexact_coverage: true\nrows:\n"
    "  - {name: entropy, coverage: 97, accuracy: 93.78}\n"
    "  - {name: hybrid, coverage: 97, accuracy: 94.31}\n";

Outcome check_table(const std::vector<std::string>& options, const std::string& text = kTable) {
  const TemporaryFolder folder;
  folder.file("table.yaml", text);
  std::vector<std::string> arguments{"check-table", "table.yaml"};
  arguments.insert(arguments.end(), options.begin(), options.end());
  return run("hybrid", arguments, {.folder = folder.path()});
}

}  // namespace

TEST_CASE("the paper is checked anywhere, and the page is what stands in results/", "[cli]") {
  const TemporaryFolder folder;
  const Outcome outcome =
      run("hybrid", {"reproduce", "paper-check", "--out", "checks"}, {.folder = folder.path()});
  REQUIRE(outcome.exit_code == 0);
  REQUIRE_THAT(outcome.out, Contains("## Contradicted") && Contains("1 - 1600 / 2000 = 20 %; printed 25 %"));
  REQUIRE_THAT(outcome.err, Contains("files: checks/paper-check.md"));
  for (const std::string file : {"paper-check.md", "paper-check.csv", "paper-check.json"}) {
    INFO(file << ": `hybrid reproduce paper-check` in the source folder writes it anew");
    REQUIRE(read_file(folder / "checks" / file) ==
            read_file(std::filesystem::path(HYBRID_SOURCE) / "results" / file));
  }
}

TEST_CASE("the paper's claims for a program", "[cli]") {
  const TemporaryFolder folder;
  const Outcome outcome =
      run("hybrid", {"reproduce", "paper-check", "--json", "--quiet"}, {.folder = folder.path()});
  REQUIRE(outcome.exit_code == 0);
  REQUIRE(outcome.err.empty());
  const auto json = nlohmann::json::parse(outcome.out);
  REQUIRE(json.at("claims").size() == json.at("holds").get<std::size_t>() +
                                          json.at("holds_with_rounding").get<std::size_t>() +
                                          json.at("contradicted").get<std::size_t>());
  REQUIRE(json == nlohmann::json::parse(read_file(folder / "results/paper-check.json")));
}

TEST_CASE("a folder's own numbers of the paper are used, and their faults told", "[cli]") {
  const TemporaryFolder folder;
  folder.file("results/paper/table3.yaml", "name: table3\n");
  const Outcome faulty = run("hybrid", {"reproduce", "paper-check"}, {.folder = folder.path()});
  REQUIRE(faulty.exit_code == 3);
  REQUIRE_THAT(faulty.err, Contains("results/paper/table3.yaml:1:1: error: rows is missing"));
  std::filesystem::remove(folder / "results/paper/table3.yaml");
  require_refusal(run("hybrid", {"reproduce", "paper-check"}, {.folder = folder.path()}), 4,
                  ".yaml: is missing");
  require_refusal(run("hybrid", {"reproduce", "paper-check", "--jsn"}, {.folder = folder.path()}), 2,
                  "unknown option '--jsn'; did you mean '--json'?");
}

TEST_CASE("a reported accuracy is possible or not, with the arithmetic", "[cli]") {
  const Outcome outcome = check_table({});
  REQUIRE(outcome.exit_code == 0);
  REQUIRE_THAT(outcome.out, Contains("entropy, 97 kept, accuracy 93.78: possible\n") &&
                                Contains("hybrid, 97 kept, accuracy 94.31: impossible\n") &&
                                Contains("94.31; must be at most min(97, 91.0) + min(3, 96.0) = 94\n") &&
                                Contains("note: 93.78 is above min("));
  REQUIRE_THAT(outcome.err, Contains("1 of 2 rows impossible, 0 possible only with rounding"));
  const auto json = nlohmann::json::parse(check_table({"--json"}).out);
  REQUIRE(json.at("impossible") == 1);
  REQUIRE(json.at("rows").at(1).at("verdict") == "impossible");
  REQUIRE(json.at("rows").at(0).at("findings").size() == 2);
}

TEST_CASE("strictly, an impossible row is an error", "[cli]") {
  const Outcome strict = check_table({"--strict"});
  REQUIRE(strict.exit_code == 4);
  REQUIRE_THAT(strict.out, Contains("impossible"));
  REQUIRE_THAT(strict.err, Contains("error: table.yaml: 1 of 2 rows are impossible"));
  std::string possible = kTable;
  possible.replace(possible.find("94.31"), 5, "93.99");
  REQUIRE(check_table({"--strict"}, possible).exit_code == 0);
}

TEST_CASE("a table that cannot be checked is refused", "[cli]") {
  const Outcome faulty = check_table({}, "name: t\nbase_accuracy: x\ncloud_accuracy: 2\nrows: 5\n");
  REQUIRE(faulty.exit_code == 3);
  REQUIRE(faulty.out.empty());
  REQUIRE_THAT(faulty.err, Contains("table.yaml:2:16: error: base_accuracy is x, must be a number >= 0") &&
                               Contains("rows must be given"));
  REQUIRE(check_table({}, "a: [").exit_code == 3);
  require_refusal(run("hybrid", {"check-table"}), 2, "give a table");
  require_refusal(run("hybrid", {"check-table", "nowhere.yaml"}), 4, "nowhere.yaml");
  require_refusal(check_table({"--strct"}), 2, "unknown option '--strct'; did you mean '--strict'?");
}

}  // namespace hybrid::test
