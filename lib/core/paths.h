#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace hybrid {

/// Returns the folder that a path lies in: "." for a name alone.
std::filesystem::path folder_of(const std::filesystem::path& path);

/// Returns whether a path is absolute or contains "..", which is not allowed in untrusted lists and archives.
bool leaves_its_folder(std::string_view path);

/// Returns a name as one that a file can have on every system; names that already are one stay as they are.
/// '-' replaces separators, the other characters / \ : * ? " < > | and control characters, and dots and
/// blanks at either end. Names of more than 100 bytes are cut between characters. Different names can become
/// equal.
std::string file_name_of(std::string_view name);

}  // namespace hybrid
