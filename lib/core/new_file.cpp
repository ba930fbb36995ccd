#include "core/new_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <random>
#include <system_error>
#include <utility>

#include "core/files.h"
#include "core/paths.h"

namespace hybrid {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kMark = ".hybrid-";
constexpr std::size_t kRandomLength = 6;

/// Returns what the temporary names of `path` begin with. Names of files end at 255 bytes.
std::string temporary_prefix(const fs::path& path) {
  constexpr std::size_t kLongest = 200;
  return "." + path.filename().string().substr(0, kLongest) + std::string(kMark);
}

std::string random_letters() {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz0123456789";
  std::random_device random;
  std::uniform_int_distribution<std::size_t> letter(0, kLetters.size() - 1);
  std::string text;
  while (text.size() < kRandomLength) text += kLetters[letter(random)];
  return text;
}

/// Whether an open file still has a name.
bool has_name(int descriptor) {
  struct stat status {};
  return ::fstat(descriptor, &status) == 0 && status.st_nlink > 0;
}

/// Removes what killed processes left of `path`. Living ones hold a lock on their file.
void remove_left_over(const fs::path& path) {
  const std::string prefix = temporary_prefix(path);
  std::error_code error;
  for (fs::directory_iterator entry(folder_of(path), error), end; !error && entry != end;
       entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (name.size() != prefix.size() + kRandomLength || !name.starts_with(prefix)) continue;
    const int descriptor = ::open(entry->path().c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (descriptor < 0) continue;
    if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) ::unlink(entry->path().c_str());
    ::close(descriptor);
  }
}

/// Creates a file of a random name beside `path`, open for reading and writing and locked. Returns its name,
/// and -1 as descriptor and errno if that fails.
std::pair<fs::path, int> create_temporary(const fs::path& path) {
  constexpr int kAttempts = 100;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    fs::path temporary = folder_of(path) / (temporary_prefix(path) + random_letters());
    const int descriptor =
        ::open(temporary.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
    if (descriptor < 0 && errno == EEXIST) continue;
    if (descriptor < 0) return {{}, -1};
    // Fails if another process just takes the file for left over, and where there are no locks: there nobody
    // does.
    const bool taken = ::flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    if (!taken && has_name(descriptor)) return {std::move(temporary), descriptor};
    ::close(descriptor);
  }
  errno = EEXIST;
  return {{}, -1};
}

int sync_descriptor(int descriptor) {
  while (::fsync(descriptor) != 0) {
    if (errno == EINTR) continue;
    return errno == EINVAL || errno == EROFS || errno == ENOTSUP ? 0 : errno;
  }
  return 0;
}

}  // namespace

int write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return errno;
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

void require_file_place(const fs::path& path) {
  std::error_code ignored;
  const fs::file_status status = fs::status(path, ignored);
  if (fs::is_directory(status)) throw DataError(path, "is a folder, expected a file's name");
  if (fs::exists(status) && !fs::is_regular_file(status))
    throw DataError(path, "is a device, pipe or socket; give the name of a file");
}

NewFile::NewFile(fs::path path) : path_(std::move(path)), descriptor_(-1) {
  if (path_.has_parent_path()) create_folders(path_.parent_path());
  require_file_place(path_);
  remove_left_over(path_);
  std::tie(temporary_, descriptor_) = create_temporary(path_);
  if (descriptor_ < 0) fail(errno);
}

NewFile::~NewFile() {
  if (descriptor_ < 0) return;
  ::unlink(temporary_.c_str());
  ::close(descriptor_);
}

void NewFile::write(std::string_view bytes) const {
  if (const int error = write_all(descriptor_, bytes); error != 0) fail(error);
}

void NewFile::finish() {
  if (const int error = sync_descriptor(descriptor_); error != 0) fail(error);
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) fail(errno);
  const int error = ::close(std::exchange(descriptor_, -1)) == 0 ? 0 : errno;
  if (error != 0 && error != EINTR) fail(error);
  sync_to_disk(folder_of(path_));
}

void NewFile::fail(int error) const {
  throw DataError(path_, fmt::format("cannot be written ({})", std::strerror(error)));
}

bool is_temporary(const fs::path& name) {
  const std::string text = name.filename().string();
  return text.starts_with('.') && text.find(kMark) != std::string::npos;
}

FilePointer open_unnamed_file(const fs::path& path) {
  if (path.has_parent_path()) create_folders(path.parent_path());
  const auto [temporary, descriptor] = create_temporary(path);
  if (descriptor >= 0) {
    ::unlink(temporary.c_str());
    if (FilePointer file(::fdopen(descriptor, "w+b"), &std::fclose); file) return file;
    ::close(descriptor);
  }
  throw DataError(path, fmt::format("cannot be written ({})", std::strerror(errno)));
}

void sync_to_disk(const fs::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0 && errno == EACCES) return;  // a folder that may be written to, not read
  const int error = descriptor < 0 ? errno : sync_descriptor(descriptor);
  if (descriptor >= 0) ::close(descriptor);
  if (error != 0)
    throw DataError(path, fmt::format("cannot be stored on the disk ({})", std::strerror(error)));
}

}  // namespace hybrid
