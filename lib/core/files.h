#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace hybrid {

/// The whole content. @throws DataError with the system's reason.
std::string read_file(const std::filesystem::path& path);

/// Writes beside `path` and renames, so that a reader (or a crash, or a full disk) never meets half a file.
/// Creates missing parent folders. @throws DataError with the system's reason; nothing is left behind then.
void write_file_atomically(const std::filesystem::path& path, std::string_view content);

/// Creates the folder and its parents. @throws DataError with the system's reason.
void create_folders(const std::filesystem::path& path);

}  // namespace hybrid
