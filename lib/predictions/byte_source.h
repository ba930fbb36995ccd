#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

namespace hybrid::predictions {

/// A source of a known number of bytes, read front to back: a file, or an entry of a zip archive.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;

  /// The name for messages: "set/logits.npy", "set.npz[logits]".
  const std::string& name() const { return name_; }
  /// The number of all bytes, read or unread.
  std::size_t size() const { return size_; }
  /// Reads into the front of `buffer`.
  /// @return the number of bytes read; 0 only at the end
  /// @throws DataError if the source cannot be read or is damaged
  virtual std::size_t read(std::span<std::byte> buffer) = 0;
  /// Continues at this byte. An entry of an archive reads and discards what is in between, from its beginning
  /// for an earlier byte.
  /// @throws DataError as read
  virtual void seek(std::size_t position) = 0;

 protected:
  ByteSource(std::string name, std::size_t size) : name_(std::move(name)), size_(size) {}

 private:
  std::string name_;
  std::size_t size_;
};

/// @throws DataError with the system's error message, or for a pipe, whose size is unknown
std::unique_ptr<ByteSource> open_file_source(const std::filesystem::path& path);

/// Fills the whole buffer.
/// @throws DataError with the number of bytes expected and found
void read_exactly(ByteSource& source, std::span<std::byte> buffer);

}  // namespace hybrid::predictions
