#pragma once
// Files from outside, which may be devices without end, pipes that nobody writes to, or larger than memory.

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/limits.h"

namespace hybrid {

/// Returns the whole content of a file, or what comes through a pipe or from a terminal.
/// @throws DataError with the system's error message, for another device, or if there is more than the limit
std::string read_file(const std::filesystem::path& path, const limits::FileLimit& limit);

/// Requires a regular file, or a link to one, where reading a pipe or device would never end. What is not
/// there passes: opening it says so.
/// @throws DataError
void require_regular_file(const std::filesystem::path& path);

/// @throws DataError if so few bytes may not unpack to so many (limits::may_unpack)
/// @param advice for data that are as regular as zeros: "; save them with np.savez"
void require_bounded_unpacking(const std::filesystem::path& name, std::uint64_t compressed,
                               std::uint64_t unpacked, std::string_view advice);

}  // namespace hybrid
