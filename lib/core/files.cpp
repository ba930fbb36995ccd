#include "core/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <system_error>

#include "core/error.h"
#include "core/limited_file.h"
#include "core/new_file.h"

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

/// Returns a descriptor of this process's standard output or error if the file is the same, else -1: a file
/// that the shell has opened for us must not be replaced.
int standard_stream(const struct stat& status) {
  for (const int descriptor : {STDOUT_FILENO, STDERR_FILENO}) {
    struct stat own {};
    if (::fstat(descriptor, &own) == 0 && own.st_dev == status.st_dev && own.st_ino == status.st_ino)
      return descriptor;
  }
  return -1;
}

/// Writes to a device, FIFO or socket, or to our own standard output or error. Returns false if `path` is
/// none of them.
bool write_in_place(const fs::path& path, std::string_view content) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0 || S_ISDIR(status.st_mode)) return false;
  const int stream = standard_stream(status);
  if (stream < 0 && S_ISREG(status.st_mode)) return false;
  std::fflush(stdout);  // what was printed before comes first
  const int descriptor = stream < 0 ? ::open(path.c_str(), O_WRONLY | O_NOCTTY | O_CLOEXEC) : stream;
  const int failure = descriptor < 0 ? errno : write_all(descriptor, content);
  if (stream < 0 && descriptor >= 0) ::close(descriptor);
  if (failure != 0) throw DataError(path, fmt::format("cannot be written ({})", std::strerror(failure)));
  return true;
}

}  // namespace

void write_file_atomically(const fs::path& path, std::string_view content) {
  if (write_in_place(path, content)) return;
  NewFile file(path);
  file.write(content);
  file.finish();
}

}  // namespace hybrid
