#include "predictions/byte_source.h"

#include <cerrno>
#include <cstring>
#include <fstream>

#include "core/error.h"

namespace hybrid::predictions {

namespace fs = std::filesystem;

namespace {

class FileSource : public ByteSource {
 public:
  FileSource(const fs::path& path, std::size_t size, std::ifstream in)
      : ByteSource(path.string(), size), in_(std::move(in)) {}

  std::size_t read(std::span<std::byte> buffer) override {
    in_.read(reinterpret_cast<char*>(buffer.data()), static_cast<std::streamsize>(buffer.size()));
    if (in_.bad()) throw DataError(name(), "reading failed");
    return static_cast<std::size_t>(in_.gcount());
  }

  void seek(std::size_t position) override {
    in_.clear();
    if (!in_.seekg(static_cast<std::streamoff>(position))) throw DataError(name(), "reading failed");
  }

 private:
  std::ifstream in_;
};

}  // namespace

std::unique_ptr<ByteSource> open_file_source(const fs::path& path) {
  std::error_code error;
  if (fs::is_other(fs::status(path, error)))
    throw DataError(path, "is a pipe or a device, expected a file; save it as one");
  std::ifstream in(path, std::ios::binary);
  const auto size = in ? fs::file_size(path, error) : 0;
  if (!in || error)
    throw DataError(path, fmt::format("cannot be read ({})", error ? error.message() : std::strerror(errno)));
  return std::make_unique<FileSource>(path, size, std::move(in));
}

void read_exactly(ByteSource& source, std::span<std::byte> buffer) {
  std::size_t filled = 0;
  while (filled < buffer.size()) {
    const std::size_t count = source.read(buffer.subspan(filled));
    if (count == 0)
      throw DataError(source.name(),
                      fmt::format("ends early: {} more bytes expected, {} found", buffer.size(), filled));
    filled += count;
  }
}

}  // namespace hybrid::predictions
