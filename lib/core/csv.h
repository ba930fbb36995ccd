#pragma once
// CSV files by RFC 4180: fields that contain commas, quotes or line breaks are quoted, and quotes in them are
// doubled. All CSV is read and written here.
//
// Spreadsheets calculate a text that begins with = + - @ or a tab, as the name of a file may. Such a text,
// unless it is a number, is written with an apostrophe before it, which spreadsheets take for "this is text";
// the reader takes one apostrophe off again, so that every text survives.

#include <concepts>
#include <filesystem>
#include <fstream>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hybrid {

/// Returns the text as a field of a CSV file, quoted only if necessary.
std::string csv_field(std::string_view text);

/// Builds the text of a CSV file, record by record; the first is the header. Numbers are written by
/// `shortest`, Booleans as 1 and 0, and std::nullopt as an empty field.
class CsvWriter {
 public:
  /// Adds a record. Requires as many fields as the header has.
  template <class... Fields>
  void row(const Fields&... fields) {
    (add(fields), ...);
    end_row();
  }

  /// Adds a field to the current record, which end_row() ends.
  void add(std::string_view text) { append(csv_field(text)); }
  void add(double number);
  void add(std::integral auto number) { append(std::to_string(number)); }
  template <class Value>
  void add(const std::optional<Value>& value) {
    if (value)
      add(*value);
    else
      append("");
  }
  void end_row();

  /// Returns all records so far, each with its line end.
  const std::string& text() const { return text_; }

 private:
  void append(std::string_view field);

  std::string text_;
  std::size_t columns_ = 0;  ///< of the header
  std::size_t fields_ = 0;   ///< of the current record
};

/// Reads a CSV file record by record. Records end with LF or CRLF; a UTF-8 byte order mark, empty lines, and
/// blanks around a quoted field are skipped.
class CsvReader {
 public:
  /// @throws DataError if the file cannot be read
  explicit CsvReader(const std::filesystem::path& path);
  /// Reads from an open file, such as a pipe, which can be read only once.
  /// @param path for messages
  CsvReader(std::filesystem::path path, std::ifstream in) : path_(std::move(path)), in_(std::move(in)) {}

  /// Returns the fields of the next record, valid until the next call; empty at the end of the file.
  /// @throws DataError with the line number for a misplaced or unclosed quote
  std::span<const std::string_view> next();
  /// Returns the number of the first line of the record that next() returned, counted from 1.
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
