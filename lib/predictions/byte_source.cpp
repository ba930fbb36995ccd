#include "predictions/byte_source.h"

#include <cerrno>
#include <cstring>
#include <fstream>

#include "core/error.h"

namespace hybrid::predictions {

namespace {

class FileSource : public ByteSource {
 public:
  FileSource(const std::filesystem::path& path, std::size_t size, std::ifstream in)
      : ByteSource(path.string(), size), in_(std::move(in)) {}

  std::size_t read(std::span<std::byte> buffer) override {
    in_.read(reinterpret_cast<char*>(buffer.data()), static_cast<std::streamsize>(buffer.size()));
    if (in_.bad()) throw DataError(name(), "reading failed");
    return static_cast<std::size_t>(in_.gcount());
  }

 private:
  std::ifstream in_;
};

}  // namespace

std::unique_ptr<ByteSource> open_file_source(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::error_code error;
  const auto size = in ? std::filesystem::file_size(path, error) : 0;
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
