#include "reproduce/number_grid.h"

#include <algorithm>
#include <functional>
#include <set>

#include "core/error.h"
#include "core/text.h"

namespace hybrid::reproduce {

namespace {

/// Returns distinct values in the order of first occurrence.
std::vector<std::string> distinct(const std::vector<ReproducedNumber>& numbers,
                                  std::string ReproducedNumber::*member) {
  std::vector<std::string> values;
  for (const auto& number : numbers)
    if (std::ranges::find(values, number.*member) == values.end()) values.push_back(number.*member);
  return values;
}

/// Sorts numeric columns in ascending order, unless they are in descending order.
void sort_if_numbers(std::vector<std::string>& columns) {
  const auto value = [](const std::string& column) { return parse_double(column).value_or(0); };
  if (!std::ranges::all_of(columns, [](const auto& column) { return parse_double(column).has_value(); }))
    return;
  if (!std::ranges::is_sorted(columns, std::ranges::greater{}, value)) std::ranges::sort(columns, {}, value);
}

/// Whether all numbers of each row have the same unit.
bool rows_have_units(const std::vector<GridRow>& rows) {
  return std::ranges::all_of(rows, [](const GridRow& row) {
    std::set<std::string> units;
    for (const auto* cell : row.cells)
      if (cell != nullptr) units.insert(cell->unit);
    return units.size() == 1;
  });
}

std::string unit_of(const GridRow& row) {
  const auto cell = std::ranges::find_if(row.cells, [](const auto* number) { return number != nullptr; });
  return (*cell)->unit;
}

void place_units(NumberGrid& grid, const std::vector<std::string>& units, const std::string& column_unit) {
  std::vector<std::string> corner;
  if (units.size() == 1) {
    corner.push_back(units.front());
  } else if (rows_have_units(grid.rows)) {
    for (auto& row : grid.rows)
      if (const auto unit = unit_of(row); !unit.empty()) row.head += ", " + unit;
  } else {
    grid.units_in_cells = true;
  }
  if (!column_unit.empty()) corner.push_back("columns: " + column_unit);
  std::erase(corner, "");
  grid.corner = join(corner, "; ");
}

/// Returns "Hybrid (600, 1000); Entropy"; a row's columns are omitted if all its numbers have the note.
std::string places_of(const NumberGrid& grid, const std::string& note) {
  std::vector<std::string> places;
  bool everywhere = true;
  for (const auto& row : grid.rows) {
    std::vector<std::string> columns;
    std::string name;
    std::size_t present = 0;
    for (std::size_t c = 0; c < row.cells.size(); ++c) {
      if (row.cells[c] == nullptr) continue;
      ++present;
      name = row.cells[c]->row;
      if (row.cells[c]->note == note) columns.push_back(grid.columns[c]);
    }
    everywhere = everywhere && columns.size() == present;
    if (columns.size() == present)
      places.push_back(name);
    else if (!columns.empty())
      places.push_back(fmt::format("{} ({})", name, join(columns)));
  }
  return everywhere ? "" : join(places, "; ");
}

}  // namespace

bool GridRow::has_printed() const {
  return std::ranges::any_of(cells, [](const auto* cell) { return cell != nullptr && cell->printed; });
}

bool GridRow::needs_data() const {
  return std::ranges::all_of(
      cells, [](const auto* cell) { return cell == nullptr || cell->standing == Standing::needs_data; });
}

NumberGrid grid_of(const ReproducedPart& part, const std::string& column_unit) {
  NumberGrid grid{
      .corner = {}, .columns = distinct(part.numbers, &ReproducedNumber::column), .rows = {}, .notes = {}};
  sort_if_numbers(grid.columns);
  const auto names = distinct(part.numbers, &ReproducedNumber::row);
  for (const auto& name : names)
    grid.rows.push_back({name, std::vector<const ReproducedNumber*>(grid.columns.size())});
  for (const auto& number : part.numbers) {
    const auto row = std::ranges::find(names, number.row) - names.begin();
    const auto column = std::ranges::find(grid.columns, number.column) - grid.columns.begin();
    auto& cell = grid.rows[static_cast<std::size_t>(row)].cells[static_cast<std::size_t>(column)];
    HYBRID_CHECK(cell == nullptr, "{}: two numbers at row '{}', column '{}'", part.title, number.row,
                 number.column);
    cell = &number;
  }
  for (const auto& note : distinct(part.numbers, &ReproducedNumber::note))
    if (!note.empty()) grid.notes.push_back({places_of(grid, note), note});
  place_units(grid, distinct(part.numbers, &ReproducedNumber::unit), column_unit);
  return grid;
}

}  // namespace hybrid::reproduce
