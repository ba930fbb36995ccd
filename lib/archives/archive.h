#pragma once
// Archives of strangers (tar, plain or compressed, zip) through libarchive.

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace hybrid {

/// Unpacks files and folders into the folder `into`, which is made if need be; nothing appears there under
/// its name before the whole archive was read. What is there already under the same name is replaced.
/// @throws DataError if the archive cannot be read, is damaged or cut short (naming the entry and the byte),
/// or has an entry that is absolute, has a part "..", or is neither file nor folder; or if there is no space
/// left. Nothing is left behind
void unpack_archive(const std::filesystem::path& archive, const std::filesystem::path& into);

/// The content of some files of an archive, by their names in it; it is read until the last of them.
/// @throws DataError if one is missing, or the archive is damaged
std::vector<std::string> read_members(const std::filesystem::path& archive,
                                      std::span<const std::string> names);

}  // namespace hybrid
