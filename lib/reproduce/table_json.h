#pragma once
// A reproduced table as JSON at full precision, and back: what the report and the index are made from.

#include <filesystem>
#include <string>

#include "reproduce/reproduced.h"

namespace hybrid::reproduce {

inline constexpr int kTableSchemaVersion = 1;

/// Ends in a newline.
std::string table_json(const ReproducedTable& table);
/// @throws DataError if the file cannot be read or is not what table_json() writes
ReproducedTable read_table(const std::filesystem::path& file);

}  // namespace hybrid::reproduce
