#pragma once
// The numbers of a part as a grid of rows and columns, for Markdown and HTML.

#include <string>
#include <vector>

#include "reproduce/reproduced.h"

namespace hybrid::reproduce {

struct GridRow {
  std::string head;                            ///< with its unit, if the rows have different units
  std::vector<const ReproducedNumber*> cells;  ///< one per column; null if there is no number

  bool has_printed() const;
  bool needs_data() const;  ///< all numbers of the row need data
};

/// A note and the numbers that share it.
struct SharedNote {
  std::string where;  ///< "Hybrid (600, 1000); Entropy"; empty: all numbers of the part
  std::string note;
};

struct NumberGrid {
  std::string corner;  ///< units of the numbers and the columns: "%; columns: ms"
  /// In the order of first occurrence; numeric columns in ascending order, unless they are in descending
  /// order.
  std::vector<std::string> columns;
  std::vector<GridRow> rows;    ///< in the order of first occurrence
  bool units_in_cells = false;  ///< units differ within a row
  std::vector<SharedNote> notes;
};

/// Returns the grid, which points into the part.
/// @throws InternalError if two numbers have the same row and column
NumberGrid grid_of(const ReproducedPart& part, const std::string& column_unit);

}  // namespace hybrid::reproduce
