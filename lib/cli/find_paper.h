#pragma once

#include <filesystem>

namespace hybrid::cli {

/// The folder of the paper's printed numbers: results/paper where one works, else what came with the program.
/// @throws DataError if there is none
std::filesystem::path find_paper();

}  // namespace hybrid::cli
