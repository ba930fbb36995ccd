#pragma once

#include <string>
#include <vector>

namespace hybrid::report {

/// A table for people. Rounding happens before a cell gets here; files for programs are written elsewhere.
struct TextTable {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>>
      rows;  ///< each as wide as the header; the first column is left-aligned
};

/// As GitHub Markdown, padded to read well as plain text; cells of over 60 characters are not padded for.
std::string to_markdown(const TextTable& table);
/// For the terminal: columns two spaces apart, no rules.
std::string to_text(const TextTable& table);

/// "84.9" from 0.849.
std::string per_cent(double fraction, int decimals = 1);
/// "84.9 (84.2-85.6)".
std::string per_cent_with_interval(double fraction, double low, double high);
/// "+0.42 [-0.10, +0.93]", in points, from fractions.
std::string points_with_interval(double delta, double low, double high);

}  // namespace hybrid::report
