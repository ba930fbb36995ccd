#include "datasets/idx.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <span>
#include <string>

#include "core/error.h"
#include "core/limited_file.h"

namespace hybrid::datasets {

namespace fs = std::filesystem;

namespace {

/// Reads plain and gzipped files alike.
class GzipReader {
 public:
  explicit GzipReader(const fs::path& path) : path_(path) {
    if (fs::is_directory(path)) throw DataError(path, "is a folder, expected an IDX file");
    require_regular_file(path);
    errno = 0;
    file_.reset(gzopen(path.c_str(), "rb"));
    if (!file_) throw DataError(path, fmt::format("cannot be read ({})", std::strerror(errno)));
    gzbuffer(file_.get(), 1U << 17U);
  }

  /// Reads up to out.size() bytes and returns their number.
  std::size_t read(std::span<std::uint8_t> out) {
    std::size_t done = 0;
    while (done < out.size()) {
      constexpr std::size_t kAtOnce = 1U << 30U;
      const auto wanted = static_cast<unsigned>(std::min(out.size() - done, kAtOnce));
      const int got = gzread(file_.get(), out.data() + done, wanted);
      if (got < 0) fail();
      if (got == 0) break;
      done += static_cast<std::size_t>(got);
    }
    int error = Z_OK;
    gzerror(file_.get(), &error);
    if (error != Z_OK) fail();  // a truncated gzip stream returns its bytes before the error
    return done;
  }

  /// Known once something was read.
  bool is_compressed() const { return gzdirect(file_.get()) == 0; }

 private:
  [[noreturn]] void fail() {
    int error = Z_OK;
    const char* message = gzerror(file_.get(), &error);
    throw DataError(path_, fmt::format("damaged gzip file ({}); download or install it again",
                                       error == Z_ERRNO ? std::strerror(errno) : message));
  }

  struct Close {
    void operator()(gzFile file) const { gzclose(file); }
  };
  fs::path path_;
  std::unique_ptr<gzFile_s, Close> file_;
};

std::uint32_t big_endian(std::span<const std::uint8_t, 4> bytes) {
  return std::uint32_t{bytes[0]} << 24U | std::uint32_t{bytes[1]} << 16U | std::uint32_t{bytes[2]} << 8U |
         std::uint32_t{bytes[3]};
}

/// Checks type and number of dimensions.
/// @throws DataError unless there are `rank` dimensions of bytes
void check_magic(const fs::path& path, std::span<const std::uint8_t, 4> magic, std::size_t rank) {
  constexpr std::uint8_t kUnsignedByte = 8;
  if (magic[0] != 0 || magic[1] != 0)
    throw DataError(
        path, fmt::format("not an IDX file: begins with {:02x} {:02x}, expected 00 00", magic[0], magic[1]));
  if (magic[2] != kUnsignedByte)
    throw DataError(path, fmt::format("element type {:#04x}, expected 0x08 (unsigned bytes)", magic[2]));
  if (magic[3] != rank)
    throw DataError(path, fmt::format("{} dimensions, expected {} ({})", magic[3], rank,
                                      rank == 1 ? "labels" : "images"));
}

}  // namespace

IdxArray read_idx(const fs::path& path, std::size_t rank) {
  GzipReader reader(path);
  std::array<std::uint8_t, 4> word{};
  const auto next_word = [&] {
    if (reader.read(word) != word.size()) throw DataError(path, "ends within the IDX header");
    return std::span<const std::uint8_t, 4>(word);
  };
  check_magic(path, next_word(), rank);

  IdxArray array;
  std::size_t count = 1;
  for (std::size_t i = 0; i < rank; ++i) {
    const std::size_t dimension = big_endian(next_word());
    constexpr std::size_t kMax = std::size_t{1}
                                 << 40U;  // far above any image data set; keeps the product in range
    if (dimension != 0 && count > kMax / dimension)
      throw DataError(path,
                      fmt::format("dimension {} is {}: more than {} values in all", i + 1, dimension, kMax));
    array.dimensions.push_back(dimension);
    count *= dimension;
  }
  if (reader.is_compressed())
    require_bounded_unpacking(path, fs::file_size(path), count, "; if it is none, give the file unpacked");
  // Memory grows with the data read, not with the size in a possibly damaged header.
  constexpr std::size_t kStep = std::size_t{1} << 26U;
  while (array.values.size() < count) {
    const std::size_t had = array.values.size();
    const std::size_t wanted = std::min(kStep, count - had);
    array.values.resize(had + wanted);
    const std::size_t got = reader.read(std::span(array.values).last(wanted));
    if (got != wanted)
      throw DataError(path, fmt::format("ends after {} values, the header announces {}", had + got, count));
  }
  if (reader.read(std::span(word).first(1)) != 0)
    throw DataError(path, fmt::format("continues after the {} values the header announces", count));
  return array;
}

}  // namespace hybrid::datasets
