#pragma once

#include <filesystem>
#include <string>

#include "reproduce/results_folder.h"

namespace hybrid::reproduce {

/// Returns README.md of a results folder: a line per table with its standing and its files, then the runs.
std::string results_index(const ResultsFolder& results);

/// Writes report.html and README.md for the results in that folder.
/// @throws DataError if a file cannot be read or written
void write_report(const ResultsFolder& results, const std::filesystem::path& folder);

}  // namespace hybrid::reproduce
