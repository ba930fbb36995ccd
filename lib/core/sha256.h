#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace hybrid {

/// Returns the SHA-256 as 64 lower-case hexadecimal digits.
std::string sha256(std::string_view bytes);
/// Returns the SHA-256 of a file's content; of a folder, that of the sorted list of relative paths and hashes
/// of its files.
/// @throws DataError if it cannot be read
std::string sha256_of(const std::filesystem::path& path);

}  // namespace hybrid
