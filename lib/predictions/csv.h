#pragma once

#include <filesystem>
#include <fstream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hybrid {

/// Reads a CSV file record by record (RFC 4180: quoted fields may hold commas, line breaks and doubled
/// quotes). Lines end with LF or CRLF; a UTF-8 byte order mark and empty lines are skipped.
class CsvReader {
 public:
  /// @throws DataError if the file cannot be read
  explicit CsvReader(const std::filesystem::path& path);

  /// Returns the fields of the next record, valid until the next call; empty at the end of the file.
  /// @throws DataError with the line number for a misplaced or unclosed quote
  std::span<const std::string_view> next();
  /// The first line of the record that next() returned, 1-based.
  int line() const { return line_; }
  const std::filesystem::path& path() const { return path_; }
  /// @throws DataError "path: line N: message"
  [[noreturn]] void fail(const std::string& message) const;

 private:
  bool read_record();
  bool read_line();
  std::string_view take_quoted(std::size_t& at);

  std::filesystem::path path_;
  std::ifstream in_;
  int lines_read_ = 0;
  int line_ = 0;
  std::string record_;
  std::string raw_line_;
  std::vector<std::string_view> fields_;
};

}  // namespace hybrid
