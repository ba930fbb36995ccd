#include "archives/file_bytes.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/error.h"
#include "core/limited_file.h"

namespace hybrid::archives {

FileBytes::FileBytes(std::filesystem::path path) : path_(std::move(path)), file_(-1) {
  require_regular_file(path_);  // opening a pipe would wait for its writer
  file_ = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC);
  if (file_ < 0) fail();
}

FileBytes::~FileBytes() {
  ::close(file_);
}

std::uint64_t FileBytes::size() const {
  struct stat status {};
  if (::fstat(file_, &status) != 0) fail();
  return static_cast<std::uint64_t>(status.st_size);
}

std::size_t FileBytes::read(std::uint64_t offset, std::span<char> out) const {
  std::size_t done = 0;
  while (done < out.size()) {
    const auto got = ::pread(file_, out.data() + done, out.size() - done, static_cast<off_t>(offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail();
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  return done;
}

void FileBytes::fail() const {
  throw DataError(path_, fmt::format("cannot be read ({})", std::strerror(errno)));
}

}  // namespace hybrid::archives
