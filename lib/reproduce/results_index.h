#pragma once

#include <filesystem>
#include <string>

#include "reproduce/results_folder.h"

namespace hybrid {

/// README.md of a results folder: a line per table with its standing and its files, then the runs.
std::string results_index(const ResultsFolder& results);

/// Makes report.html and README.md of a results folder from what else is in it. @throws DataError
void write_report(const std::filesystem::path& results);

}  // namespace hybrid
