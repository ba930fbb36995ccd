#include "predictions/npy.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <type_traits>
#include <utility>

#include "core/error.h"
#include "core/unicode.h"

namespace hybrid::predictions {

namespace {

static_assert(std::endian::native == std::endian::little, "arrays are read without byte swapping");

constexpr std::size_t kBufferBytes = std::size_t{1} << 18;
constexpr std::size_t kColumnsTogether = 16;  // in a row of float32 they fill a cache line
// Arrays grow by this number of bytes as data arrives, so that a false size in a zip directory allocates no
// memory.
constexpr std::size_t kGrowth = std::size_t{1} << 20;

/// A number in IEEE 754 binary16.
struct Half {
  std::uint16_t bits;
};

double to_double(Half half) {
  const int exponent = (half.bits >> 10) & 0x1f;
  const int fraction = half.bits & 0x3ff;
  double magnitude = 0;
  if (exponent == 0x1f)
    magnitude = fraction == 0 ? HUGE_VAL : std::nan("");
  else if (exponent == 0)
    magnitude = std::ldexp(fraction, -24);
  else
    magnitude = std::ldexp(fraction + 0x400, exponent - 25);
  return (half.bits & 0x8000) != 0 ? -magnitude : magnitude;
}

template <class Stored, class T>
void convert(std::span<const std::byte> bytes, std::span<T> values, const std::string& name) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    Stored stored;
    std::memcpy(&stored, bytes.data() + i * sizeof(Stored), sizeof(Stored));
    if constexpr (std::is_same_v<Stored, Half>) {
      values[i] = static_cast<T>(to_double(stored));
    } else if constexpr (std::is_integral_v<T>) {
      if (!std::in_range<T>(stored))
        throw DataError(name, fmt::format("holds {}, which does not fit {} to {}", stored,
                                          std::numeric_limits<T>::min(), std::numeric_limits<T>::max()));
      values[i] = static_cast<T>(stored);
    } else {
      values[i] = static_cast<T>(stored);
    }
  }
}

template <class T>
void convert(DType dtype, std::span<const std::byte> bytes, std::span<T> values, const std::string& name) {
  switch (dtype) {
    case DType::boolean:
    case DType::uint8:
      return convert<std::uint8_t>(bytes, values, name);
    case DType::int8:
      return convert<std::int8_t>(bytes, values, name);
    case DType::int16:
      return convert<std::int16_t>(bytes, values, name);
    case DType::int32:
      return convert<std::int32_t>(bytes, values, name);
    case DType::int64:
      return convert<std::int64_t>(bytes, values, name);
    case DType::uint16:
      return convert<std::uint16_t>(bytes, values, name);
    case DType::uint32:
      return convert<std::uint32_t>(bytes, values, name);
    case DType::uint64:
      return convert<std::uint64_t>(bytes, values, name);
    default:
      break;
  }
  if constexpr (std::is_floating_point_v<T>) {
    if (dtype == DType::float16) return convert<Half>(bytes, values, name);
    if (dtype == DType::float32) return convert<float>(bytes, values, name);
    if (dtype == DType::float64) return convert<double>(bytes, values, name);
  }
  throw DataError(name,
                  fmt::format("holds {}, expected {}", predictions::name(dtype),
                              std::is_integral_v<T> ? "integers; save array.astype(np.int64)" : "numbers"));
}

/// Copies [width, rows] at `from` to [rows, width] at `to`, whose rows begin `stride` items apart.
template <std::size_t kItem>
void transpose(const std::byte* from, std::size_t rows, std::size_t width, std::byte* to,
               std::size_t stride) {
  for (std::size_t row = 0; row < rows; ++row)
    for (std::size_t i = 0; i < width; ++i)
      std::memcpy(to + (row * stride + i) * kItem, from + (i * rows + row) * kItem, kItem);
}

void transpose(std::size_t item, const std::byte* from, std::size_t rows, std::size_t width, std::byte* to,
               std::size_t stride) {
  if (item == 1) return transpose<1>(from, rows, width, to, stride);
  if (item == 2) return transpose<2>(from, rows, width, to, stride);
  if (item == 4) return transpose<4>(from, rows, width, to, stride);
  if (item == 8) return transpose<8>(from, rows, width, to, stride);
  for (std::size_t row = 0; row < rows; ++row)
    for (std::size_t i = 0; i < width; ++i)
      std::memcpy(to + (row * stride + i) * item, from + (i * rows + row) * item, item);
}

}  // namespace

NpyReader::NpyReader(std::unique_ptr<ByteSource> source, std::size_t gathered_bytes)
    : source_(std::move(source)),
      header_(read_npy_header(*source_)),
      remaining_(header_.count()),
      first_byte_(source_->size() - header_.data_bytes()),
      gathered_bytes_(gathered_bytes) {
  if (remaining_ == 0) check_end();
}

void NpyReader::refill() {
  if (header_.fortran_order) return gather_rows();
  const std::size_t items = std::min(remaining_, std::max<std::size_t>(kBufferBytes / header_.item_bytes, 1));
  buffer_.resize(items * header_.item_bytes);
  read_exactly(*source_, buffer_);
  unread_ = buffer_;
}

/// Fills the buffer with the next rows of a matrix that is stored column by column.
void NpyReader::gather_rows() {
  if (header_.shape.size() != 2)
    throw DataError(name(), fmt::format("is in Fortran (column) order with {} dimensions; save "
                                        "np.ascontiguousarray(array)",
                                        header_.shape.size()));
  const std::size_t n = header_.shape[0], columns = header_.shape[1], item = header_.item_bytes;
  const std::size_t together = std::min(columns, kColumnsTogether);
  const std::size_t most_rows = std::max<std::size_t>(gathered_bytes_ / ((columns + together) * item), 1);
  const std::size_t first = n - remaining_ / columns;
  const std::size_t rows = std::min(n - first, most_rows);
  if (first == 0 && columns * item > gathered_bytes_) {  // a false size in a zip directory allocates no row
    std::byte last{};
    source_->seek(source_->size() - 1);
    read_exactly(*source_, {&last, 1});
  }
  buffer_.resize(rows * columns * item);
  std::vector<std::byte> parts(together * rows * item);  // of neighbouring columns, one after the other
  for (std::size_t column = 0; column < columns; column += together) {
    const std::size_t width = std::min(together, columns - column);
    for (std::size_t i = 0; i < width; ++i) {
      source_->seek(first_byte_ + ((column + i) * n + first) * item);
      read_exactly(*source_, std::span(parts).subspan(i * rows * item, rows * item));
    }
    transpose(item, parts.data(), rows, width, buffer_.data() + column * item, columns);
  }
  unread_ = buffer_;
}

void NpyReader::check_end() {
  // A zip entry verifies its checksum only when it is read past the last byte.
  std::byte beyond{};
  if (source_->read({&beyond, 1}) != 0) throw DataError(name(), "has more bytes than its header announces");
}

/// Takes between one and `most_items` elements from the buffer.
std::span<const std::byte> NpyReader::take(std::size_t most_items) {
  HYBRID_CHECK(most_items <= remaining_, "{}: {} elements requested, {} left", name(), most_items,
               remaining_);
  if (unread_.empty()) refill();
  const auto part = unread_.first(std::min(unread_.size(), most_items * header_.item_bytes));
  unread_ = unread_.subspan(part.size());
  return part;
}

template <class T>
void NpyReader::read(std::span<T> values) {
  while (!values.empty()) {
    const auto bytes = take(values.size());
    const std::size_t count = bytes.size() / header_.item_bytes;
    convert(header_.dtype, bytes, values.first(count), name());
    values = values.subspan(count);
    remaining_ -= count;
    if (remaining_ == 0) check_end();
  }
}

std::string NpyReader::read_text() {
  if (!is_text(header_.dtype))
    throw DataError(name(), fmt::format("holds {}, expected text", predictions::name(header_.dtype)));
  const auto bytes = take(1);
  std::string text;
  if (header_.dtype == DType::bytes) {
    text.assign(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  } else {
    for (std::size_t at = 0; at < bytes.size(); at += sizeof(char32_t)) {
      char32_t point = 0;
      std::memcpy(&point, bytes.data() + at, sizeof point);
      if (!append_utf8(text, point))
        throw DataError(name(), fmt::format("holds text with the impossible code point {:#x}",
                                            static_cast<std::uint32_t>(point)));
    }
  }
  text.erase(text.find_last_not_of('\0') + 1);
  if (--remaining_ == 0) check_end();
  return text;
}

template <class T>
std::vector<T> read_all(NpyReader& reader) {
  std::vector<T> values;
  while (reader.remaining() > 0) {
    const std::size_t done = values.size();
    values.resize(done + std::min(reader.remaining(), kGrowth));
    reader.read(std::span(values).subspan(done));
  }
  return values;
}

std::vector<std::string> read_all_text(NpyReader& reader) {
  std::vector<std::string> texts;
  if (is_text(reader.header().dtype)) {
    while (reader.remaining() > 0) texts.push_back(reader.read_text());
  } else if (is_float(reader.header().dtype)) {
    throw DataError(reader.name(), fmt::format("holds {}, expected text or integers; save array.astype(str)",
                                               name(reader.header().dtype)));
  } else {
    for (const std::int64_t value : read_all<std::int64_t>(reader)) texts.push_back(std::to_string(value));
  }
  return texts;
}

template void NpyReader::read(std::span<double>);
template void NpyReader::read(std::span<float>);
template void NpyReader::read(std::span<std::int64_t>);
template void NpyReader::read(std::span<std::int32_t>);
template void NpyReader::read(std::span<std::uint8_t>);
template std::vector<double> read_all(NpyReader&);
template std::vector<float> read_all(NpyReader&);
template std::vector<std::int64_t> read_all(NpyReader&);
template std::vector<std::int32_t> read_all(NpyReader&);
template std::vector<std::uint8_t> read_all(NpyReader&);

}  // namespace hybrid::predictions
