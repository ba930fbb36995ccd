#pragma once

#include <string>

#include "reproduce/reproduced.h"

namespace hybrid::reproduce {

/// Returns the table as Markdown: the verdict, then for each part a grid with the paper's numbers above ours,
/// the command that makes it, and notes.
std::string table_markdown(const ReproducedTable& table);

/// Returns the same grids in LaTeX, a tabular for each part, without the notes.
std::string table_latex(const ReproducedTable& table);

/// Returns the name of a table: "Table 3", "Figure 2", "Router features".
std::string heading_of(const ReproducedTable& table);

}  // namespace hybrid::reproduce
