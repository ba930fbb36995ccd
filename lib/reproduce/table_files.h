#pragma once
// The files of a reproduced table: tables/NAME.md for reading, NAME.csv with a row per number, NAME.json with
// all data; and of its figure, figures/NAME.csv, NAME.gp and NAME.svg; other formats if asked for.

#include <filesystem>
#include <string>

#include "core/log.h"
#include "reproduce/reproduced.h"

namespace hybrid::reproduce {

/// Returns a row per number, at full precision; inapplicable fields are empty.
std::string table_csv(const ReproducedTable& table);

/// What is written beside the usual files.
struct MoreFormats {
  report::Pictures pictures;  ///< of the figure
  bool latex = false;         ///< tables/NAME.tex
};

/// Writes the files below `results`. Without gnuplot the figures are missing, with a warning.
/// @throws DataError if a file cannot be written
void write_table_files(const ReproducedTable& table, const std::filesystem::path& results,
                       const MoreFormats& formats, Logger& log);

}  // namespace hybrid::reproduce
