#pragma once

#include <filesystem>

namespace hybrid {

/// The folder of the paper's printed numbers: results/paper where one works, else of an installation, else of
/// the source tree the program was built from. @throws DataError if there is none
std::filesystem::path find_paper();

}  // namespace hybrid
