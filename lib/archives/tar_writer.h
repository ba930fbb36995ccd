#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "core/new_file.h"

struct archive;

namespace hybrid::archives {

/// Writes an uncompressed tar file whose bytes depend on names and contents alone (no time, no owner). It
/// takes its place when complete, as a NewFile.
class TarWriter {
 public:
  /// @throws DataError with the system's error message
  explicit TarWriter(std::filesystem::path path);

  /// Adds a file.
  /// @throws DataError, for example if the disk is full
  void add(const std::string& name, std::string_view content);
  void finish();

 private:
  [[noreturn]] void fail(const std::string& reason) const;
  void check(int result) const;

  struct Free {
    void operator()(archive* a) const;
  };
  std::filesystem::path path_;
  NewFile file_;
  std::unique_ptr<archive, Free> archive_;  ///< after file_: closing it may still write
};

}  // namespace hybrid::archives
