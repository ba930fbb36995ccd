#pragma once
// Files from the network, or from a folder by file:///..., through libcurl.

#include <filesystem>
#include <string>

#include "core/log.h"

namespace hybrid {

/// Downloads to `path`. Bytes go to <path>.part first; where such a file is there, a download that broke off
/// goes on from its end, or begins anew if the server cannot do that. With an `md5` the file gets its name
/// only if it has that checksum.
/// @throws DataError if the address cannot be had or the file not be written (what has come stays in
/// <path>.part), or the checksum differs (then nothing stays); Interrupted if the user stops it
void download(const std::string& address, const std::filesystem::path& path, const std::string& md5,
              Logger& log);

}  // namespace hybrid
