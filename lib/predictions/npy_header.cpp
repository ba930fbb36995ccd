#include "predictions/npy_header.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "core/error.h"

namespace hybrid::predictions {

namespace {

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr std::size_t kLongestHeader = std::size_t{1} << 20;
constexpr std::size_t kWidestText = std::size_t{1} << 28;
// What numbers are is not known here, and either type is refused in the other's place.
constexpr std::string_view kSaveAs =
    "save class numbers as array.astype(np.int64), other numbers as array.astype(np.float64), text as "
    "array.astype(str)";

struct DTypeRow {
  DType dtype;
  std::string_view descr;  // without byte order; for text also without width
  std::string_view name;
  std::size_t item_bytes;  // for text: bytes of one character
};

constexpr std::array<DTypeRow, 14> kDTypes{{
    {DType::boolean, "b1", "bool", 1},
    {DType::int8, "i1", "int8", 1},
    {DType::int16, "i2", "int16", 2},
    {DType::int32, "i4", "int32", 4},
    {DType::int64, "i8", "int64", 8},
    {DType::uint8, "u1", "uint8", 1},
    {DType::uint16, "u2", "uint16", 2},
    {DType::uint32, "u4", "uint32", 4},
    {DType::uint64, "u8", "uint64", 8},
    {DType::float16, "f2", "float16", 2},
    {DType::float32, "f4", "float32", 4},
    {DType::float64, "f8", "float64", 8},
    {DType::utf32, "U", "str", 4},
    {DType::bytes, "S", "bytes", 1},
}};

const DTypeRow& row(DType dtype) {
  return kDTypes[static_cast<std::size_t>(dtype)];
}

std::optional<std::size_t> parse_size(std::string_view digits) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || end != digits.data() + digits.size()) return {};
  return value;
}

/// Parses the dict literal as NumPy writes it, not Python in general.
class DictParser {
 public:
  DictParser(const std::string& name, std::string_view text) : name_(name), text_(text) {}

  NpyHeader parse() {
    NpyHeader header;
    bool has_descr = false;
    std::optional<bool> fortran_order;
    bool has_shape = false;
    expect('{');
    while (!take('}')) {
      const std::string_view key = quoted();
      expect(':');
      if (key == "descr") {
        parse_descr(header);
        has_descr = true;
      } else if (key == "fortran_order") {
        fortran_order = boolean();
      } else if (key == "shape") {
        header.shape = tuple();
        has_shape = true;
      } else {
        malformed();
      }
      if (!take(',')) {
        expect('}');
        break;
      }
    }
    if (!has_descr || !fortran_order || !has_shape) malformed();
    const auto is_wide = [](std::size_t dimension) { return dimension != 1; };
    header.fortran_order = *fortran_order && std::ranges::count_if(header.shape, is_wide) > 1;
    return header;
  }

 private:
  [[noreturn]] void malformed() const {
    throw DataError(name_, fmt::format("is damaged: its .npy header reads \"{}\"", text_));
  }

  void skip_space() { at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size()); }
  bool take(char c) {
    skip_space();
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  void expect(char c) {
    if (!take(c)) malformed();
  }
  bool take_word(std::string_view word) {
    skip_space();
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }

  std::string_view quoted() {
    const char quote = take('"') ? '"' : '\'';
    if (quote == '\'') expect('\'');
    const std::size_t end = text_.find(quote, at_);
    if (end == std::string_view::npos) malformed();
    const std::string_view content = text_.substr(at_, end - at_);
    at_ = end + 1;
    return content;
  }

  bool boolean() {
    if (take_word("True")) return true;
    if (!take_word("False")) malformed();
    return false;
  }

  std::vector<std::size_t> tuple() {
    std::vector<std::size_t> items;
    expect('(');
    while (!take(')')) {
      skip_space();
      const std::size_t end = std::min(text_.find_first_not_of("0123456789", at_), text_.size());
      const auto item = parse_size(text_.substr(at_, end - at_));
      if (!item) malformed();
      items.push_back(*item);
      at_ = end;
      if (!take(',')) {
        expect(')');
        break;
      }
    }
    return items;
  }

  void parse_descr(NpyHeader& header) {
    skip_space();
    if (at_ < text_.size() && text_[at_] == '[')
      throw DataError(name_, "has a structured dtype; save each field as an array of its own");
    const std::string_view descr = quoted();
    if (descr.ends_with('O'))
      throw DataError(name_, fmt::format("holds pickled Python objects, which are not read; {}, a dict as "
                                         "json.dumps(it)",
                                         kSaveAs));
    const bool has_order = descr.find_first_of("<>|=") == 0;
    const std::string_view type = has_order ? descr.substr(1) : descr;
    for (const auto& known : kDTypes) {
      const bool fixed = !is_text(known.dtype);
      if (fixed ? type != known.descr : !type.starts_with(known.descr)) continue;
      const auto width = fixed ? std::optional<std::size_t>(1) : parse_size(type.substr(1));
      if (!width || *width == 0 || *width > kWidestText) break;
      header.dtype = known.dtype;
      header.item_bytes = known.item_bytes * *width;
      if (descr.starts_with('>') && known.item_bytes > 1)
        throw DataError(name_, fmt::format("is big-endian ('{}'); save array.astype('<{}')", descr, type));
      return;
    }
    throw DataError(name_, fmt::format("has dtype '{}', expected bool, int, uint, float16 to float64, str or "
                                       "bytes; {}",
                                       descr, kSaveAs));
  }

  const std::string& name_;
  std::string_view text_;
  std::size_t at_ = 0;
};

std::string read_text(ByteSource& source, std::size_t size) {
  std::string text(size, '\0');
  read_exactly(source, std::as_writable_bytes(std::span(text)));
  return text;
}

std::size_t read_length(ByteSource& source, int bytes) {
  const std::string raw = read_text(source, static_cast<std::size_t>(bytes));
  std::size_t length = 0;
  for (int i = bytes - 1; i >= 0; --i)
    length = length * 256 + static_cast<unsigned char>(raw[static_cast<std::size_t>(i)]);
  return length;
}

void check_size(const ByteSource& source, const NpyHeader& header, std::size_t header_bytes) {
  std::size_t expected = header.item_bytes;
  bool overflow = false;
  for (const std::size_t dimension : header.shape)
    overflow = __builtin_mul_overflow(expected, dimension, &expected) || overflow;
  const std::size_t found = source.size() - header_bytes;
  if (overflow || expected != found)
    throw DataError(source.name(),
                    fmt::format("is {}: {} takes {} bytes, {} found",
                                !overflow && found > expected ? "too long" : "truncated", to_string(header),
                                overflow ? "more than 2^64" : std::to_string(expected), found));
}

}  // namespace

std::string_view name(DType dtype) {
  return row(dtype).name;
}
bool is_integer(DType dtype) {
  return dtype <= DType::uint64;
}
bool is_float(DType dtype) {
  return dtype >= DType::float16 && dtype <= DType::float64;
}
bool is_text(DType dtype) {
  return dtype >= DType::utf32;
}

std::size_t NpyHeader::count() const {
  std::size_t product = 1;
  for (const std::size_t dimension : shape) product *= dimension;
  return product;
}

std::string to_string(const NpyHeader& header) {
  return fmt::format("{} [{}]", name(header.dtype), fmt::join(header.shape, ", "));
}

NpyHeader read_npy_header(ByteSource& source) {
  constexpr std::size_t kPreamble = kMagic.size() + 2;
  if (source.size() < kPreamble) throw DataError(source.name(), "is not a .npy file (too short)");
  const std::string preamble = read_text(source, kPreamble);
  if (!preamble.starts_with(kMagic))
    throw DataError(source.name(), "is not a .npy file; save with np.save or np.savez");
  const int major = static_cast<unsigned char>(preamble[kMagic.size()]);
  if (major < 1 || major > 3)
    throw DataError(source.name(), fmt::format("is .npy format version {}, expected 1, 2 or 3", major));
  const int length_bytes = major == 1 ? 2 : 4;
  const std::size_t length = read_length(source, length_bytes);
  const std::size_t header_bytes = kPreamble + static_cast<std::size_t>(length_bytes) + length;
  if (length > kLongestHeader || header_bytes > source.size())
    throw DataError(source.name(),
                    fmt::format("is damaged: a .npy header of {} bytes in {} bytes", length, source.size()));
  const std::string dict = read_text(source, length);
  NpyHeader header = DictParser(source.name(), dict).parse();
  check_size(source, header, header_bytes);
  return header;
}

std::string format_npy_header(const NpyHeader& header) {
  const DTypeRow& type = row(header.dtype);
  std::string descr = fmt::format("{}{}", type.item_bytes > 1 ? '<' : '|', type.descr);
  if (is_text(header.dtype)) descr += std::to_string(header.item_bytes / type.item_bytes);
  std::string dict = fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': ({}{}), }}", descr,
                                 fmt::join(header.shape, ", "), header.shape.size() == 1 ? "," : "");
  const std::size_t preamble = kMagic.size() + 4;
  dict.append((64 - (preamble + dict.size() + 1) % 64) % 64, ' ');
  dict += '\n';
  HYBRID_CHECK(dict.size() < 65536, "a .npy header of {} bytes", dict.size());
  std::string text(kMagic);
  text += {'\x01', '\x00', static_cast<char>(dict.size() % 256), static_cast<char>(dict.size() / 256)};
  return text + dict;
}

}  // namespace hybrid::predictions
