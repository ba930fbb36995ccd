#pragma once
// Files within tar files, read in place: a tar's members are contiguous bytes, and those of a tar in a tar as
// well.

#include <cstdint>
#include <functional>
#include <string>

#include "archives/archive_reader.h"

namespace hybrid {

struct TarMember {
  std::string name;  ///< without "./" in front and '/' behind
  bool folder = false;
  std::uint64_t offset = 0;  ///< of its bytes in the file on the disk
  std::uint64_t size = 0;
};

/// Hands each file and folder to `use`, in the tar's order. @throws DataError if it is compressed or no tar
/// file, damaged or cut short (also between two entries), or has an entry that is absolute, has a part "..",
/// or is neither file nor folder; Interrupted if the user stops it
void for_each_member(const FilePart& tar, const std::function<void(const TarMember&)>& use);

/// As a part of its file, for a tar within a tar.
FilePart part_of(const FilePart& tar, const TarMember& member);

/// Whether a file is an archive whose members have no place in the file, by its name: ".tar.gz", ".tgz",
/// ".tar.zst", ".zip".
bool is_compressed_name(std::string_view name);

}  // namespace hybrid
