#pragma once
// Reproduced tables as JSON at full precision, for writing and for reading by the report and the index.

#include <filesystem>
#include <string>

#include "reproduce/reproduced.h"

namespace hybrid::reproduce {

inline constexpr int kTableSchemaVersion = 1;

/// Returns the JSON text; ends with a newline.
std::string table_json(const ReproducedTable& table);
/// Reads a table.
/// @throws DataError if the file cannot be read or was not written from table_json()
ReproducedTable read_table(const std::filesystem::path& file);

}  // namespace hybrid::reproduce
