#pragma once

#include <string>
#include <vector>

namespace hybrid::report {

/// A table of text. Numbers are rounded before they become cells; machine-readable files are written
/// elsewhere.
struct TextTable {
  std::vector<std::string> header;
  /// Each as long as the header; the first column is left-aligned.
  std::vector<std::vector<std::string>> rows;
};

/// Returns GitHub Markdown, padded for readability as plain text; cells of over 60 characters do not widen
/// their column. Cells are escaped by markdown_cell.
std::string to_markdown(const TextTable& cells);
/// Returns plain text for the terminal: columns two spaces apart, no rules. Line breaks in cells become
/// blanks.
std::string to_text(const TextTable& cells);

/// Returns "84.9" for 0.849.
std::string per_cent(double fraction, int decimals = 1);
/// Returns "84.9 (84.2-85.6)".
std::string per_cent_with_interval(double fraction, double low, double high);
/// Returns "+0.42 [-0.10, +0.93]", in percentage points, from fractions.
std::string points_with_interval(double delta, double low, double high);

}  // namespace hybrid::report
