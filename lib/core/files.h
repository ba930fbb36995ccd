#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace hybrid {

/// Returns the whole content; core/limited_file.h has the same with a limit of its own.
/// @throws DataError with the system's error message, for a device, or beyond limits::kWholeFile
std::string read_file(const std::filesystem::path& path);

/// Writes a temporary file next to `path` and renames it, so that `path` is never incomplete, even after a
/// power cut or on a full disk. Creates missing parent folders. A device, FIFO or socket is written to.
/// @throws DataError with the system's error message; `path` is then as it was (core/new_file.h: links)
void write_file_atomically(const std::filesystem::path& path, std::string_view content);

/// Creates the folder and its parents.
/// @throws DataError with the system's error message
void create_folders(const std::filesystem::path& path);

}  // namespace hybrid
