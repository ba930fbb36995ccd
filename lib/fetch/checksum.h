#pragma once

#include <filesystem>
#include <string>

namespace hybrid::fetch {

/// Returns the MD5 of a file, the usual checksum of published data sets, in lower-case hexadecimal digits. It
/// detects damage, not forgery.
/// @throws DataError if the file cannot be read
std::string md5_of(const std::filesystem::path& path);

}  // namespace hybrid::fetch
