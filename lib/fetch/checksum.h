#pragma once

#include <filesystem>
#include <string>

namespace hybrid {

/// The checksum of a file as publishers of data sets give it: MD5, in lower-case hexadecimal digits. It tells
/// damage, not forgery. @throws DataError if the file cannot be read
std::string md5_of(const std::filesystem::path& path);

}  // namespace hybrid
