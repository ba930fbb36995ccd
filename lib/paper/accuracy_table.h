#pragma once
// Whether a table of accuracies over coverages can be true at all, whatever the router: between two models'
// accuracies and the share that is sent, what a hybrid of them can reach is bounded from both sides. Every
// bound takes the rounding of the printed numbers into account.
//
// With base accuracy a_b, cloud accuracy a_g, sent share q and kept share c = 1 - q:
//     max(0, a_b - q) + max(0, a_g - c)  <=  accuracy  <=  min(c, a_b) + min(q, a_g),
// and every number between is reached by some outcomes and some router (tests/exhaustive). So a hybrid gains
// at most q over the base, and at most c over the cloud. If the base's accuracy on what it keeps is known,
// too, R = c * kept is the share of kept and right answers, and
//     max(0, a_b - q) <= R <= min(c, a_b),    max(0, a_g - c) <= accuracy - R <= min(q, a_g).
// Rows of one method are one score cut at several places, so what one of them sends, the next one sends as
// well: its accuracy differs by at most the difference of the shares, and R falls by no less than 0 and no
// more than that.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "paper/check.h"

namespace hybrid::paper {

/// A row: a method at one coverage.
struct AccuracyRow {
  std::string method;
  Quantity coverage = 0;                  ///< kept on the device, in the table's unit
  Quantity accuracy = 0;                  ///< of the final answers
  std::optional<Quantity> kept_accuracy;  ///< of the base on what it keeps
};

struct AccuracyTable {
  std::string name;
  double whole = 100;  ///< what all examples are: 100 of "%", 1 of "share"
  Quantity base_accuracy = 0, cloud_accuracy = 0;
  std::vector<AccuracyRow> rows;
};

/// One rule at one row.
struct TableFinding {
  std::size_t row = 0;  ///< in the table's rows
  std::string rule;     ///< in words
  ComparedSides sides;
};

/// What is worth knowing of a row, and not impossible.
struct TableNote {
  std::size_t row = 0;
  std::string text;
};

struct TableCheck {
  std::vector<TableFinding> findings;  ///< by row; the ceiling of its accuracy first
  /// Accuracies above the paper's reference curve (A.2), which a router may pass that knows the cloud's
  /// errors.
  std::vector<TableNote> notes;
};

TableCheck check_table(const AccuracyTable& table);

/// The first of the row's findings that is worst: what decides about it.
const TableFinding& deciding_finding(const TableCheck& check, std::size_t row);

/// "possible", "possible only with rounding", "impossible".
std::string_view possibility_name(ClaimVerdict verdict);

/// "hybrid, 97 kept".
std::string row_name(const AccuracyRow& row);

/// A user's table; what its file looks like is in the help of `hybrid check-table`.
/// @throws ConfigError with all that is wrong in it, DataError if it cannot be read
AccuracyTable read_accuracy_table(const std::filesystem::path& file);

}  // namespace hybrid::paper
