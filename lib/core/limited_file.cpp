#include "core/limited_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>

#include "core/error.h"
#include "core/text.h"

namespace hybrid {

namespace fs = std::filesystem;

namespace {

/// Returns whether a path is a device that need not end, such as /dev/zero; a terminal ends with the user's
/// input.
bool is_endless(const fs::path& path, const fs::file_status& status) {
  if (!fs::is_character_file(status) && !fs::is_block_file(status)) return false;
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_NOCTTY | O_CLOEXEC);
  const bool terminal = descriptor >= 0 && ::isatty(descriptor) == 1;
  if (descriptor >= 0) ::close(descriptor);
  return !terminal;
}

}  // namespace

std::string read_file(const fs::path& path, const limits::FileLimit& limit) {
  std::error_code ignored;  // opening the file then fails for the same reason
  const fs::file_status status = fs::status(path, ignored);
  if (fs::is_directory(status)) throw DataError(path, "is a folder, expected a file");
  if (is_endless(path, status)) throw DataError(path, "is a device, expected a file; save it as one");
  std::ifstream in(path, std::ios::binary);
  if (!in) throw DataError(path, fmt::format("cannot be read ({})", std::strerror(errno)));
  const auto require_within = [&](std::uintmax_t bytes) {
    if (bytes > limit.bytes)
      throw DataError(path, fmt::format("is longer than {} bytes, the most that is read of {} "
                                        "(docs/limits.md)",
                                        with_thousands(static_cast<std::int64_t>(limit.bytes)), limit.kind));
  };
  // The size is only a hint, and that of a pipe is 0.
  constexpr std::uintmax_t kLeast = std::uintmax_t{1} << 16;
  std::uintmax_t expected = fs::is_regular_file(status) ? fs::file_size(path, ignored) : 0;
  if (ignored) expected = 0;
  require_within(expected);
  std::string content;
  while (in) {
    const std::size_t had = content.size();
    content.resize(had + std::max(expected > had ? expected - had + 1 : had, kLeast));
    in.read(content.data() + had, static_cast<std::streamsize>(content.size() - had));
    content.resize(had + static_cast<std::size_t>(in.gcount()));
    require_within(content.size());
  }
  if (in.bad()) throw DataError(path, "reading failed");
  return content;
}

void require_regular_file(const fs::path& path) {
  std::error_code ignored;
  if (fs::is_other(fs::status(path, ignored)))
    throw DataError(path, "is a pipe or a device, expected a file; save it as one");
}

void require_bounded_unpacking(const fs::path& name, std::uint64_t compressed, std::uint64_t unpacked,
                               std::string_view advice) {
  if (limits::may_unpack(compressed, unpacked)) return;
  throw DataError(
      name,
      fmt::format("unpacks to at least {} bytes from {}, more than {} times as many: refused as "
                  "a decompression bomb (docs/limits.md){}",
                  with_thousands(static_cast<std::int64_t>(unpacked)),
                  with_thousands(static_cast<std::int64_t>(compressed)), limits::kUnpackedRatio, advice));
}

}  // namespace hybrid
