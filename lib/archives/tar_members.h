#pragma once
// Files within tar files, read in place: the members of a tar file, also of a tar within a tar, are
// contiguous bytes.

#include <cstdint>
#include <functional>
#include <string>

#include "archives/archive_reader.h"

namespace hybrid::archives {

struct TarMember {
  std::string name;  ///< without leading "./" and trailing '/'
  bool folder = false;
  std::uint64_t offset = 0;  ///< of its bytes in the file on disk
  std::uint64_t size = 0;
};

/// Passes each file and folder to `use`, in the order of the tar file.
/// @throws DataError if it is not an uncompressed tar file, is damaged or truncated (also between two
/// entries), or has an entry whose path is absolute or contains "..", or that is neither file nor folder,
/// such as a link; Interrupted if the user stops it
/// @param skipped if given, receives the names of such entries; only a file with holes is then refused
void for_each_member(const FilePart& tar, const std::function<void(const TarMember&)>& use,
                     const std::function<void(const std::string& name)>& skipped = {});

/// Returns the member as a part of the file, for a tar within a tar.
FilePart part_of(const FilePart& tar, const TarMember& member);

/// Returns whether a file is an archive whose members have no position in the file, by its name: ".tar.gz",
/// ".tgz", ".tar.zst", ".zip".
bool is_compressed_name(std::string_view name);

}  // namespace hybrid::archives
