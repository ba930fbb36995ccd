#pragma once
// The files of a reproduced table: tables/NAME.md for reading, NAME.csv with a row per number, NAME.json with
// all data; and of its figure, figures/NAME.csv, NAME.gp, NAME.svg and NAME.png.

#include <filesystem>
#include <string>

#include "core/log.h"
#include "reproduce/reproduced.h"

namespace hybrid::reproduce {

/// Returns a row per number, at full precision; inapplicable fields are empty.
std::string table_csv(const ReproducedTable& table);

/// Writes the files below `results`. Without gnuplot the figures are missing, with a warning.
/// @throws DataError if a file cannot be written
void write_table_files(const ReproducedTable& table, const std::filesystem::path& results, Logger& log);

}  // namespace hybrid::reproduce
