#pragma once

#include <filesystem>

namespace hybrid::cli {

/// Returns the folder of the paper's printed numbers: results/paper in the working folder, else the one
/// installed with the program.
/// @throws DataError if there is none
std::filesystem::path find_paper();

}  // namespace hybrid::cli
