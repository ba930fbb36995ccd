#pragma once
// Downloads with libcurl from the network, or from a folder by file:///....

#include <cstdint>
#include <filesystem>
#include <string>

#include "core/log.h"

namespace hybrid::fetch {

/// Downloads to `path`, by way of <path>.part. If that file exists, an interrupted download is resumed from
/// its end, or restarted if the server cannot resume. With an `md5` the file is renamed only if the checksum
/// matches.
/// @throws DataError if the address cannot be read or the file cannot be written (<path>.part is kept), if it
/// sends more than `most_bytes` or the checksum differs (no file is kept), or if <path>.part is a link or no
/// file; Interrupted
void download(const std::string& address, const std::filesystem::path& path, const std::string& md5,
              std::uint64_t most_bytes, Logger& log);

}  // namespace hybrid::fetch
