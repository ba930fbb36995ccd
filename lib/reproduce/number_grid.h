#pragma once
// The numbers of a part as a grid of rows and columns, for Markdown and HTML.

#include <string>
#include <vector>

#include "reproduce/reproduced.h"

namespace hybrid::reproduce {

struct GridRow {
  std::string head;                            ///< with its unit, if the rows have different ones
  std::vector<const ReproducedNumber*> cells;  ///< one per column; null where there is nothing

  bool has_printed() const;
  bool has_ours() const;
  bool needs_data() const;  ///< all its numbers do
};

/// A note with the numbers that share it.
struct SharedNote {
  std::string where;  ///< "Hybrid (600, 1000); Entropy"; empty: all numbers of the part
  std::string note;
};

struct NumberGrid {
  std::string corner;  ///< what the numbers and the columns are: "%; columns: ms"
  std::vector<std::string>
      columns;                ///< in the order in which they first occur; numbers that are not sorted, sorted
  std::vector<GridRow> rows;  ///< in the order in which they first occur
  bool units_in_cells = false;  ///< they differ within a row
  std::vector<SharedNote> notes;
};

/// The grid points into the part. @throws InternalError if two numbers have the same row and column
NumberGrid grid_of(const ReproducedPart& part, const std::string& column_unit);

}  // namespace hybrid::reproduce
