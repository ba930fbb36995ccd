#include "runs/work_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "core/error.h"
#include "core/files.h"
#include "core/new_file.h"

namespace hybrid::runs {

namespace fs = std::filesystem;

namespace {

/// Whether a path still names the open file.
bool is_named(int file, const fs::path& path) {
  struct stat open {
  }, named{};
  return ::fstat(file, &open) == 0 && ::lstat(path.c_str(), &named) == 0 && open.st_dev == named.st_dev &&
         open.st_ino == named.st_ino;
}

/// Opens and locks a file. Returns -1 with errno if it cannot be opened, is locked, or was renamed meanwhile
/// (ENOENT).
/// @throws DataError if the file system has no locks
int open_locked(const fs::path& path, int flags) {
  const int file = ::open(path.c_str(), O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | flags, 0644);
  if (file < 0) return -1;
  int failure = 0;
  while (::flock(file, LOCK_EX | LOCK_NB) != 0) {
    failure = errno;
    if (failure != EINTR) break;
    failure = 0;
  }
  if (failure == 0 && !is_named(file, path)) failure = ENOENT;
  if (failure == 0) return file;
  ::close(file);
  errno = failure;
  if (failure != ENOENT && failure != EWOULDBLOCK)
    throw DataError(path,
                    fmt::format("cannot be locked ({}); on NFS without its lock service nothing can: give a "
                                "folder on another disk",
                                std::strerror(failure)));
  return -1;
}

}  // namespace

std::optional<WorkLock> WorkLock::try_existing(const fs::path& folder) {
  const int file = open_locked(folder / kLockFile, 0);
  return file < 0 ? std::nullopt : std::optional(WorkLock(file));
}

WorkLock WorkLock::create(const fs::path& folder) {
  constexpr int kAttempts = 100;  // a process that ends just now takes the folder away
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    create_folders(folder);
    const int file = open_locked(folder / kLockFile, O_CREAT);
    if (file >= 0) return WorkLock(file);
    if (errno == EWOULDBLOCK)
      throw DataError(folder, "another process is writing this run; wait for it or give another folder");
    if (errno != ENOENT) break;
  }
  throw DataError(folder / kLockFile, fmt::format("cannot be written ({})", std::strerror(errno)));
}

WorkLock::WorkLock(WorkLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

WorkLock::~WorkLock() {
  if (file_ >= 0) ::close(file_);
}

bool WorkLock::is_of(const fs::path& folder) const {
  return is_named(file_, folder / kLockFile);
}

std::string WorkLock::hash() const {
  constexpr std::size_t kLongest = 256;
  std::string text(kLongest, '\0');
  const ssize_t length = ::pread(file_, text.data(), text.size(), 0);
  text.resize(length < 0 ? 0 : static_cast<std::size_t>(length));
  return text;
}

void WorkLock::set_hash(std::string_view hash) const {
  const bool written = ::ftruncate(file_, 0) == 0 && ::lseek(file_, 0, SEEK_SET) == 0;
  const int failure = written ? write_all(file_, hash) : errno;
  if (failure != 0)
    throw DataError(kLockFile, fmt::format("the run's hash cannot be written ({})", std::strerror(failure)));
}

}  // namespace hybrid::runs
