#pragma once
// The numbers printed in the paper, one file of results/paper/ per table or figure. They are compared with
// our numbers and checked against each other.
//
//     name: table3
//     title: Hybrid models on the STM32F746
//     place: section 3, Table 3
//     column_unit: ms
//     columns: [200, 600]
//     rows:
//       - {name: Hybrid, unit: "%", values: {600: 62.3}}
//       - {name: Energy, unit: mJ, tolerance: 1, values: {200: 11, 600: 53}}
//
// A printed "62.3" stands for any number that rounds to it: its tolerance is half a unit of the last place,
// unless the row specifies another.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hybrid::paper {

/// One number of the paper.
struct PrintedNumber {
  double value = 0;
  double tolerance = 0;   ///< largest difference at which our number agrees
  std::string text;       ///< as printed: "76.93"
  std::string unit;       ///< "%", "ms"; empty for plain numbers
  bool read_off = false;  ///< from a figure
  std::string place;      ///< "section 3, Table 3"
};

/// Returns half a unit of the last place of a decimal number, the largest difference to a number that rounds
/// to it: 0.005 for "76.93", 0.5 for "200", 5e-5 for "1.0e-3".
double half_last_place(std::string_view text);

struct PrintedRow {
  std::string name;
  std::string unit;
  std::vector<std::optional<PrintedNumber>> numbers;  ///< one per column of the table
};

/// A table, or a figure as a table: a row per line of the figure, a column per position on its x axis.
struct PrintedTable {
  std::string name;  ///< "table3"
  std::string title;
  std::string place;
  std::string column_unit;           ///< empty if the columns are words
  std::vector<std::string> columns;  ///< "600", or "Top-1"
  std::vector<PrintedRow> rows;
  std::vector<std::string> notes;  ///< needed for reading the table

  /// Returns the number in that row and column.
  /// @return std::nullopt for a dash in the paper
  /// @throws DataError if there is no such row or column
  std::optional<PrintedNumber> find(std::string_view row, std::string_view column) const;
  /// Returns the number in that row and column.
  /// @throws DataError if nothing is printed there
  const PrintedNumber& at(std::string_view row, std::string_view column) const;
};

/// Reads a table.
/// @throws ConfigError with all errors in the file
/// @throws DataError if it cannot be read
PrintedTable read_printed(const std::filesystem::path& file);

/// All numbers printed in the paper.
class Paper {
 public:
  /// Reads the tables.
  /// @param folder contains one file per table
  /// @throws as read_printed
  /// @throws DataError if there is no such folder
  explicit Paper(const std::filesystem::path& folder);

  const std::vector<PrintedTable>& tables() const { return tables_; }  ///< by file name
  /// Returns a table.
  /// @throws DataError naming the missing file
  const PrintedTable& table(std::string_view name) const;
  const PrintedNumber& at(std::string_view table, std::string_view row, std::string_view column) const;

 private:
  std::filesystem::path folder_;
  std::vector<PrintedTable> tables_;
};

}  // namespace hybrid::paper
