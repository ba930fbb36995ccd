#include "core/files.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "core/error.h"
#include "core/limited_file.h"

namespace hybrid {

namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
  return read_file(path, limits::kWholeFile);
}

void create_folders(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) throw DataError(path, fmt::format("folder cannot be made ({})", error.message()));
}

namespace {

/// Writes everything, retrying after EINTR and short writes. Returns the errno of a failure.
int write_all(int descriptor, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = ::write(descriptor, content.data(), content.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return errno;
    }
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return ::fsync(descriptor) == 0 || errno == EINVAL ? 0 : errno;
}

}  // namespace

void write_file_atomically(const fs::path& path, std::string_view content) {
  if (path.has_parent_path()) create_folders(path.parent_path());
  const fs::path temporary = path.string() + ".tmp";
  const int descriptor = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (descriptor < 0) throw DataError(path, fmt::format("cannot be written ({})", std::strerror(errno)));
  int failure = write_all(descriptor, content);
  if (::close(descriptor) != 0 && failure == 0) failure = errno;
  if (failure == 0 && ::rename(temporary.c_str(), path.c_str()) != 0) failure = errno;
  if (failure != 0) {
    ::unlink(temporary.c_str());
    throw DataError(path, fmt::format("cannot be written ({})", std::strerror(failure)));
  }
}

}  // namespace hybrid
