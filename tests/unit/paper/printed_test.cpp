#include "paper/printed.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "core/files.h"
#include "support/temporary_folder.h"

namespace hybrid::test {
using namespace hybrid::paper;
namespace {

constexpr const char* kTable =
    "name: t\ntitle: T\nplace: \"section 1\"\ncolumn_unit: ms\ncolumns: [200, 600]\nrows:\n"
    "  - {name: Hybrid, unit: \"%\", values: {600: 62.30}}\n"
    "  - {name: Energy, unit: mJ, tolerance: 1, read_off: true, values: {200: 11, 600: 53}}\n";

PrintedTable read(const std::string& text) {
  const TemporaryFolder folder;
  write_file_atomically(folder / "t.yaml", text);
  return read_printed(folder / "t.yaml");
}

/// All messages of the error that reading `text` gives.
std::string faults(const std::string& text) {
  try {
    (void)read(text);
  } catch (const ConfigError& error) {
    std::string all;
    for (const auto& d : error.diagnostics()) all += fmt::format("{}: {}\n", d.where.line, d.message);
    return all;
  }
  return "";
}

TEST_CASE("a printed number stands for what rounds to it, unless its row has a tolerance", "[paper]") {
  const PrintedTable table = read(kTable);
  const PrintedNumber& hybrid = table.at("Hybrid", "600");
  REQUIRE(hybrid.value == 62.3);
  REQUIRE(hybrid.text == "62.30");
  REQUIRE(hybrid.tolerance == Approx(0.005));
  REQUIRE(hybrid.unit == "%");
  REQUIRE(hybrid.place == "section 1");
  REQUIRE_FALSE(hybrid.read_off);
  REQUIRE(table.at("Energy", "200").tolerance == 1);
  REQUIRE(table.at("Energy", "200").read_off);
  REQUIRE_FALSE(table.find("Hybrid", "200").has_value());
  REQUIRE_THROWS_AS(table.at("Hybrid", "200"), DataError);
  REQUIRE_THROWS_AS(table.find("Hybrids", "200"), DataError);
}

TEST_CASE("all that is wrong with a printed table is told with its line", "[paper]") {
  const std::string text = faults(
      "name: t\ntitel: T\nplace: p\ncolumns: [200, 600]\nrows:\n"
      "  - {name: A, values: {700: 1}}\n"
      "  - {name: B, values: {600: x}}\n"
      "  - {name: B, unit: m}\n"
      "  - 5\n");
  REQUIRE_THAT(text, Catch::Contains("2: unknown key 'titel'") && Catch::Contains("1: title is missing") &&
                         Catch::Contains("6: unknown column '700'") &&
                         Catch::Contains("7: 600 is 'x', must be a number") &&
                         Catch::Contains("8: a row needs values") && Catch::Contains("a second row 'B'") &&
                         Catch::Contains("9: a row must be"));
  REQUIRE_THAT(faults("name: t\ntitle: T\nplace: p\ncolumns: [1]\n"), Catch::Contains("rows is missing"));
  REQUIRE_THAT(faults("[1, 2]\n"), Catch::Contains("must be 'key: value' lines"));
}

TEST_CASE("the paper's files are found by their names", "[paper]") {
  const Paper paper(std::filesystem::path(HYBRID_SOURCE) / "results/paper");
  REQUIRE(paper.at("table3", "Hybrid", "1000").value == 71.2);
  REQUIRE_THROWS_WITH(paper.table("table99"), Catch::Contains("table99.yaml: is missing"));
  REQUIRE_THROWS_AS(Paper("nowhere"), DataError);
  const TemporaryFolder folder;
  write_file_atomically(folder / "other.yaml", kTable);
  REQUIRE_THROWS_WITH(Paper(folder.path()), Catch::Contains("its name is 't', must be 'other'"));
}

}  // namespace
}  // namespace hybrid::test
