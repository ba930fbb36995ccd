#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>

namespace hybrid {

/// A file that is open for reading at any place, by several threads at once.
class FileBytes {
 public:
  /// @throws DataError with the system's reason
  explicit FileBytes(std::filesystem::path path);
  ~FileBytes();
  FileBytes(const FileBytes&) = delete;
  FileBytes& operator=(const FileBytes&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::uint64_t size() const;
  /// Fills as much of `out` as the file has from `offset` on, and returns that many bytes. @throws DataError
  std::size_t read(std::uint64_t offset, std::span<char> out) const;

 private:
  [[noreturn]] void fail() const;

  std::filesystem::path path_;
  int file_;
};

}  // namespace hybrid
