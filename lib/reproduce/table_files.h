#pragma once
// The files of a reproduced table: tables/NAME.md for people, NAME.csv with a row per number, NAME.json with
// everything; and of its figure, figures/NAME.csv, NAME.gp, NAME.svg and NAME.png.

#include <filesystem>
#include <string>

#include "core/log.h"
#include "reproduce/reproduced.h"

namespace hybrid::reproduce {

/// A row per number, at full precision; fields that do not apply are empty.
std::string table_csv(const ReproducedTable& table);

/// Writes below `results`. Without gnuplot the pictures are missing, with a warning. @throws DataError
void write_table_files(const ReproducedTable& table, const std::filesystem::path& results, Logger& log);

}  // namespace hybrid::reproduce
