#pragma once
// Reads untrusted archives (tar, plain or compressed, and zip) with libarchive.

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace hybrid::archives {

/// Unpacks files and folders into the folder `into`, which is created if it does not exist. They appear there
/// only after the whole archive has been read, and replace existing ones of the same name.
/// @throws DataError if the archive cannot be read, is damaged or truncated (naming entry and byte), has an
/// entry whose path is absolute or contains "..", or that is neither file nor folder, or if the disk is full;
/// no files are left then
void unpack_archive(const std::filesystem::path& archive, const std::filesystem::path& into);

/// Returns the content of the named files of an archive, which is read until the last of them.
/// @throws DataError if one is missing, or the archive is damaged
std::vector<std::string> read_members(const std::filesystem::path& archive,
                                      std::span<const std::string> names);

}  // namespace hybrid::archives
