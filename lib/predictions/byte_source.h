#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

namespace hybrid {

/// Bytes of known number, read front to back: a file, or an entry of a zip archive.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;

  /// How messages call it: "set/logits.npy", "set.npz[logits]".
  const std::string& name() const { return name_; }
  /// All bytes, read or not.
  std::size_t size() const { return size_; }
  /// Fills the front of `buffer`; returns how many bytes, 0 only at the end.
  /// @throws DataError if the source cannot be read or is found to be damaged.
  virtual std::size_t read(std::span<std::byte> buffer) = 0;

 protected:
  ByteSource(std::string name, std::size_t size) : name_(std::move(name)), size_(size) {}

 private:
  std::string name_;
  std::size_t size_;
};

/// @throws DataError with the system's reason.
std::unique_ptr<ByteSource> open_file_source(const std::filesystem::path& path);

/// Fills the whole buffer. @throws DataError naming the bytes expected and found.
void read_exactly(ByteSource& source, std::span<std::byte> buffer);

}  // namespace hybrid
