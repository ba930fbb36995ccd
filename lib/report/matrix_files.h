#pragma once
// Methods over data sets (eval/method_matrix.h) as text, Markdown, LaTeX, CSV and JSON. The text is rounded;
// CSV and JSON have all digits.

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "eval/method_matrix.h"
#include "report/text_table.h"

namespace hybrid::report {

/// Returns a row per data set and a column per method, then the means and average ranks. A gain whose own
/// interval is off zero is marked with an asterisk.
TextTable matrix_table(const eval::MethodMatrix& matrix);

/// Returns one line per method, the largest mean gain first: "auto: ahead, +0.44 [+0.10, +0.78] points ...".
std::vector<std::string> matrix_verdicts(const eval::MethodMatrix& matrix);

/// Returns the sentences on ranks, on what is left out, and on which runs are taken as one data set.
std::vector<std::string> matrix_notes(const eval::MethodMatrix& matrix);

/// Returns verdicts, table and notes for a terminal. Tables of over 100 columns are cut into several.
std::string matrix_text(const eval::MethodMatrix& matrix);
std::string matrix_markdown(const eval::MethodMatrix& matrix);
std::string matrix_latex(const eval::MethodMatrix& matrix);
/// Returns a row per method and data set, and one per method over all (`data_set` is empty).
std::string matrix_csv(const eval::MethodMatrix& matrix);
nlohmann::ordered_json matrix_json(const eval::MethodMatrix& matrix);

}  // namespace hybrid::report
