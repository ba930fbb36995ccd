#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>

namespace hybrid::archives {

/// A file open for reading at any offset; thread-safe.
class FileBytes {
 public:
  /// @throws DataError with the system's error message
  explicit FileBytes(std::filesystem::path path);
  ~FileBytes();
  FileBytes(const FileBytes&) = delete;
  FileBytes& operator=(const FileBytes&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::uint64_t size() const;
  /// Reads up to out.size() bytes from `offset`.
  /// @return the number of bytes read
  /// @throws DataError
  std::size_t read(std::uint64_t offset, std::span<char> out) const;

 private:
  [[noreturn]] void fail() const;

  std::filesystem::path path_;
  int file_;
};

}  // namespace hybrid::archives
