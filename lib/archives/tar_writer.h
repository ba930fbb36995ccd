#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

struct archive;

namespace hybrid {

/// An uncompressed tar file whose bytes depend on names and contents alone (no time, no owner). It is written
/// to <path>.part, and gets its name when it is whole; unfinished it is removed.
class TarWriter {
 public:
  /// @throws DataError with the system's reason
  explicit TarWriter(std::filesystem::path path);
  ~TarWriter();
  TarWriter(const TarWriter&) = delete;
  TarWriter& operator=(const TarWriter&) = delete;

  /// @throws DataError, if there is no space left among others
  void add(const std::string& name, std::string_view content);
  void finish();

 private:
  [[noreturn]] void fail(const std::string& reason) const;
  void check(int result) const;

  struct Free {
    void operator()(archive* a) const;
  };
  std::filesystem::path path_;
  std::filesystem::path part_;
  int file_;
  std::unique_ptr<archive, Free> archive_;
};

}  // namespace hybrid
