#pragma once
// Whether a table of accuracies at several coverages is possible for any router: the two models' accuracies
// and the share of sent inputs bound the accuracy of a hybrid from both sides. Every bound accounts for the
// rounding of the printed numbers.
//
// With base accuracy a_b, cloud accuracy a_g, sent share q and kept share c = 1 - q:
//     max(0, a_b - q) + max(0, a_g - c)  <=  accuracy  <=  min(c, a_b) + min(q, a_g),
// and some outcomes and some router reach every number between (tests/exhaustive). So a hybrid gains at most
// q over the base, and at most c over the cloud. If the base's accuracy on the kept inputs is known, too, R =
// c * kept is the share of inputs that are kept and right, and
//     max(0, a_b - q) <= R <= min(c, a_b),    max(0, a_g - c) <= accuracy - R <= min(q, a_g).
// Rows of one method are thresholds of one score, so a row with smaller coverage sends a superset of inputs:
// the accuracies of two rows differ by at most the difference of their sent shares, and R decreases by
// between 0 and that difference.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "paper/check.h"

namespace hybrid::paper {

/// A row: a method at one coverage.
struct AccuracyRow {
  std::string method;
  Quantity coverage = 0;                  ///< share kept on the device, in the table's unit
  Quantity accuracy = 0;                  ///< of the final predictions
  std::optional<Quantity> kept_accuracy;  ///< of the base on the kept inputs
};

struct AccuracyTable {
  std::string name;
  double whole = 100;  ///< value of all examples: 100 for "%", 1 for "share"
  Quantity base_accuracy = 0, cloud_accuracy = 0;
  std::vector<AccuracyRow> rows;
};

/// The result of one rule for one row.
struct TableFinding {
  std::size_t row = 0;  ///< index into the table's rows
  std::string rule;     ///< description
  ComparedSides sides;
};

/// A remark on a row that does not make it impossible.
struct TableNote {
  std::size_t row = 0;
  std::string text;
};

struct TableCheck {
  std::vector<TableFinding> findings;  ///< by row; the upper limit of its accuracy first
  /// Accuracies above the paper's reference curve (A.2), which a router with knowledge of the cloud's errors
  /// may exceed.
  std::vector<TableNote> notes;
};

TableCheck check_table(const AccuracyTable& table);

/// Returns the first of the row's worst findings, which decides the row's verdict.
const TableFinding& deciding_finding(const TableCheck& check, std::size_t row);

/// Returns "possible", "possible only with rounding" or "impossible".
std::string_view possibility_name(ClaimVerdict verdict);

/// Returns "hybrid, 97 kept".
std::string row_name(const AccuracyRow& row);

/// Reads a user's table; the help of `hybrid check-table` describes the format.
/// @throws ConfigError with all errors in the file
/// @throws DataError if the file cannot be read
AccuracyTable read_accuracy_table(const std::filesystem::path& file);

}  // namespace hybrid::paper
