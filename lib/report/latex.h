#pragma once
// Tables in LaTeX, for the package booktabs.

#include <string>
#include <string_view>

#include "report/text_table.h"

namespace hybrid::report {

/// Returns the text on one line, with everything escaped that LaTeX would obey or print otherwise: & % $ # _
/// { } ~ ^ \ < > |, signs before numbers, and control characters as by `printable`. Letters stay UTF-8.
std::string latex_escaped(std::string_view text);

/// Returns the text as a line of comment.
std::string latex_comment(std::string_view text);

/// Returns a tabular with the rules of booktabs: the first column left, all others right, so that equally
/// rounded numbers are aligned; asterisks stand beside the numbers.
/// @param foot_rows number of last rows that a rule separates from the others
std::string to_latex(const TextTable& table, std::size_t foot_rows = 0);

}  // namespace hybrid::report
