#include "core/csv.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "core/error.h"
#include "core/limits.h"
#include "core/text.h"

namespace hybrid {

namespace {

void require_bounded(const std::filesystem::path& path, int line, std::size_t bytes) {
  if (bytes > limits::kCsvRecord)
    throw DataError(path, fmt::format("line {} begins a record of more than {} bytes, the most that is read "
                                      "(docs/limits.md)",
                                      line, with_thousands(limits::kCsvRecord)));
}

}  // namespace

std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) quoted.append(c == '"' ? 2 : 1, c);
  return quoted + '"';
}

void CsvWriter::append(std::string_view field) {
  if (fields_++ > 0) text_ += ',';
  text_ += field;
}

void CsvWriter::add(double number) {
  append(shortest(number));
}

void CsvWriter::end_row() {
  if (columns_ == 0) columns_ = fields_;
  HYBRID_CHECK(fields_ > 0 && fields_ == columns_, "a CSV record of {} fields, its header has {}", fields_,
               columns_);
  if (fields_ == 1 && (text_.empty() || text_.back() == '\n')) text_ += "\"\"";  // not an empty line
  text_ += '\n';
  fields_ = 0;
}

CsvReader::CsvReader(const std::filesystem::path& path) : path_(path), in_(path, std::ios::binary) {
  if (!in_) throw DataError(path, fmt::format("cannot be read ({})", std::strerror(errno)));
}

void CsvReader::fail(const std::string& message) const {
  throw DataError(path_, fmt::format("line {}: {}", line_, message));
}

bool CsvReader::read_line() {
  std::array<char, 4096> part;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled by getline
  raw_line_.clear();
  // std::getline would read a device without line ends for ever.
  for (bool ended = false; !ended;) {
    in_.getline(part.data(), part.size());
    const auto read = static_cast<std::size_t>(in_.gcount());
    if (in_.bad()) throw DataError(path_, "reading failed");
    if (in_.eof() && read == 0 && raw_line_.empty()) return false;
    ended = in_.good() || in_.eof();
    raw_line_.append(part.data(), in_.good() ? read - 1 : read);  // the line end is counted, not stored
    if (!ended) in_.clear();                                      // the line is longer than the part
    require_bounded(path_, lines_read_ + 1, raw_line_.size());
  }
  if (++lines_read_ == 1 && raw_line_.starts_with("\xef\xbb\xbf")) raw_line_.erase(0, 3);
  return true;
}

/// Reads lines until every quote is closed; line breaks in quotes are kept.
bool CsvReader::read_record() {
  do {
    if (!read_line()) return false;
  } while (raw_line_.empty() || raw_line_ == "\r");
  line_ = lines_read_;
  record_ = raw_line_;
  auto quotes = std::count(raw_line_.begin(), raw_line_.end(), '"');
  while (quotes % 2 != 0) {
    if (!read_line()) fail("a quote that opens here is never closed");
    quotes += std::count(raw_line_.begin(), raw_line_.end(), '"');
    record_ += '\n';
    record_ += raw_line_;
    require_bounded(path_, line_, record_.size());
  }
  if (record_.ends_with('\r')) record_.pop_back();
  return true;
}

/// Returns the quoted field that begins at `at`, with doubled quotes made single in place; moves `at` past
/// the closing quote.
std::string_view CsvReader::take_quoted(std::size_t& at) {
  const std::size_t begin = at + 1;
  std::size_t end = begin;
  for (at = begin;; ++at) {
    if (at == record_.size()) fail("a quote that opens here is never closed");
    if (record_[at] == '"' && (at + 1 == record_.size() || record_[at + 1] != '"')) break;
    if (record_[at] == '"') ++at;
    record_[end++] = record_[at];
  }
  ++at;
  return std::string_view(record_).substr(begin, end - begin);
}

std::span<const std::string_view> CsvReader::next() {
  fields_.clear();
  if (!read_record()) return {};
  const auto after_blanks = [this](std::size_t at) {
    return std::min(record_.find_first_not_of(" \t", at), record_.size());
  };
  for (std::size_t at = 0;; ++at) {
    if (const std::size_t quote = after_blanks(at); quote < record_.size() && record_[quote] == '"') {
      at = quote;
      fields_.push_back(take_quoted(at));
      at = after_blanks(at);
      if (at < record_.size() && record_[at] != ',') fail("text after a closing quote, expected a comma");
    } else {
      const std::size_t end = std::min(record_.find(',', at), record_.size());
      fields_.push_back(std::string_view(record_).substr(at, end - at));
      if (fields_.back().find('"') != std::string_view::npos)
        fail("a quote inside an unquoted field; quote the whole field and double the quotes in it");
      at = end;
    }
    if (at == record_.size()) return fields_;
  }
}

}  // namespace hybrid
