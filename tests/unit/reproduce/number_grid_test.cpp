#include "reproduce/number_grid.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "support/tiny_table.h"

namespace hybrid::reproduce {
namespace {

using Names = std::vector<std::string>;

ReproducedNumber number(std::string row, std::string column, std::string unit = "%", std::string note = "") {
  return {.row = std::move(row),
          .column = std::move(column),
          .unit = std::move(unit),
          .ours = 1,
          .note = std::move(note)};
}

ReproducedPart part(std::vector<ReproducedNumber> numbers) {
  return {.title = "part", .command = "", .numbers = std::move(numbers), .notes = {}};
}

Names heads(const NumberGrid& grid) {
  Names names;
  for (const auto& row : grid.rows) names.push_back(row.head);
  return names;
}

TEST_CASE("rows and columns come in the order in which they first occur, and gaps stay empty",
          "[reproduce]") {
  const auto given = part({number("b", "y"), number("a", "x"), number("b", "x")});
  const NumberGrid grid = grid_of(given, "");
  REQUIRE((heads(grid) == Names{"b", "a"} && grid.columns == Names{"y", "x"}));
  REQUIRE(grid.rows[0].cells == std::vector<const ReproducedNumber*>{&given.numbers[0], &given.numbers[2]});
  REQUIRE(grid.rows[1].cells == std::vector<const ReproducedNumber*>{nullptr, &given.numbers[1]});
}

TEST_CASE("columns that are numbers are sorted unless they fall or rise already", "[reproduce]") {
  REQUIRE(grid_of(part({number("a", "2000"), number("a", "200"), number("a", "1000")}), "").columns ==
          Names{"200", "1000", "2000"});
  REQUIRE(grid_of(part({number("a", "100"), number("a", "90"), number("a", "80")}), "").columns ==
          Names{"100", "90", "80"});
  REQUIRE(grid_of(part({number("a", "2000"), number("a", "200"), number("a", "all")}), "").columns ==
          Names{"2000", "200", "all"});
}

TEST_CASE("units stand where they are said once: in the corner, in the rows, else in the cells",
          "[reproduce]") {
  const NumberGrid corner = grid_of(part({number("a", "600"), number("b", "600")}), "ms");
  REQUIRE((corner.corner == "%; columns: ms" && heads(corner) == Names{"a", "b"} && !corner.units_in_cells));
  const NumberGrid rows =
      grid_of(part({number("a", "600"), number("b", "600", "mJ"), number("c", "600", "")}), "ms");
  REQUIRE(
      (rows.corner == "columns: ms" && heads(rows) == Names{"a, %", "b, mJ", "c"} && !rows.units_in_cells));
  const NumberGrid cells = grid_of(part({number("a", "x"), number("a", "y", "mJ")}), "");
  REQUIRE((cells.corner.empty() && heads(cells) == Names{"a"} && cells.units_in_cells));
  REQUIRE(grid_of(part({number("a", "x", "")}), "").corner.empty());
}

TEST_CASE("a note stands once, with the numbers that share it", "[reproduce]") {
  const auto given = part({number("a", "x", "%", "n"), number("a", "y", "%", "n"), number("b", "x", "%", "n"),
                           number("b", "y", "%", "m"), number("c", "x")});
  const NumberGrid grid = grid_of(given, "");
  REQUIRE(grid.notes.size() == 2);
  REQUIRE((grid.notes[0].where == "a; b (x)" && grid.notes[0].note == "n"));
  REQUIRE((grid.notes[1].where == "b (y)" && grid.notes[1].note == "m"));
  REQUIRE(grid_of(part({number("a", "x", "%", "n"), number("b", "x", "%", "n")}), "").notes[0].where.empty());
}

TEST_CASE("two numbers in one place are a fault of ours", "[reproduce]") {
  REQUIRE_THROWS_AS(grid_of(part({number("a", "x"), number("a", "x")}), ""), InternalError);
}

}  // namespace
}  // namespace hybrid::reproduce
