#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace hybrid {

/// Mean and standard deviation over runs that differ in their seed alone: of every method's matched accuracy at each
/// coverage, and of the router's lead over each opponent. As a Markdown table, in per cent.
/// @throws DataError if a run is not there or was changed
std::string seeds_table(const std::vector<std::filesystem::path>& runs);

}  // namespace hybrid
