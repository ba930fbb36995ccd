#pragma once
// What the paper prints, as it prints it: one file of results/paper/ per table or figure, so that every
// number of ours can stand beside the printed one and the printed ones can be checked against each other.
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
// A printed "62.3" stands for anything that rounds to it: its tolerance is half a unit of the last place,
// unless the row has another.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hybrid::paper {

/// One number of the paper.
struct PrintedNumber {
  double value = 0;
  double tolerance = 0;   ///< ours agrees if it differs by no more
  std::string text;       ///< as printed: "76.93"
  std::string unit;       ///< "%", "ms"; empty for plain numbers
  bool read_off = false;  ///< from a picture
  std::string place;      ///< "section 3, Table 3"
};

/// Half a unit of the last place of a decimal number, which is as far as what rounds to it can be from it:
/// 0.005 of "76.93", 0.5 of "200", 5e-5 of "1.0e-3".
double half_last_place(std::string_view text);

struct PrintedRow {
  std::string name;
  std::string unit;
  std::vector<std::optional<PrintedNumber>> numbers;  ///< one per column of the table
};

/// A table, or a figure as one: a row per line of the picture, a column per place on its x axis.
struct PrintedTable {
  std::string name;  ///< "table3"
  std::string title;
  std::string place;
  std::string column_unit;           ///< empty where the columns are words
  std::vector<std::string> columns;  ///< "600", or "Top-1"
  std::vector<PrintedRow> rows;
  std::vector<std::string> notes;  ///< what must be known to read it

  /// Nothing where the paper has a dash. @throws DataError if there is no such row or column
  std::optional<PrintedNumber> find(std::string_view row, std::string_view column) const;
  /// @throws DataError where nothing is printed
  const PrintedNumber& at(std::string_view row, std::string_view column) const;
};

/// @throws ConfigError with all that is wrong in it, DataError if it cannot be read
PrintedTable read_printed(const std::filesystem::path& file);

/// All that the paper prints.
class Paper {
 public:
  /// @param folder of one file per table @throws like read_printed; DataError if there is no such folder
  explicit Paper(const std::filesystem::path& folder);

  const std::vector<PrintedTable>& tables() const { return tables_; }  ///< by file name
  /// @throws DataError naming the file that is missing
  const PrintedTable& table(std::string_view name) const;
  const PrintedNumber& at(std::string_view table, std::string_view row, std::string_view column) const;

 private:
  std::filesystem::path folder_;
  std::vector<PrintedTable> tables_;
};

}  // namespace hybrid::paper
