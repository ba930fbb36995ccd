#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace hybrid {

/// SHA-256 as 64 lower-case hexadecimal digits.
std::string sha256(std::string_view bytes);
/// The same of a file's content, or of a folder's: of the sorted list of its files' relative paths and
/// hashes.
/// @throws DataError if it cannot be read.
std::string sha256_of(const std::filesystem::path& path);

}  // namespace hybrid
