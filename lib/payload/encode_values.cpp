#include "payload/encode_values.h"

#include <zlib.h>

#include <array>
#include <cmath>

#include "core/error.h"

namespace hybrid::payload {

namespace {

constexpr int kRawDeflate = -MAX_WBITS;  // without zlib's header and checksum

/// Casts away const, which zlib's fields lack; zlib does not write to its input.
Bytef* input_of(const void* bytes) {
  return static_cast<Bytef*>(const_cast<void*>(bytes));
}

}  // namespace

std::string encode_values(std::span<const std::uint8_t> values) {
  HYBRID_CHECK(!values.empty(), "no values to encode");
  z_stream stream{};
  const int started =
      deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kRawDeflate, MAX_MEM_LEVEL, Z_HUFFMAN_ONLY);
  HYBRID_CHECK(started == Z_OK, "deflateInit2 gives {}", started);
  std::string bytes(deflateBound(&stream, values.size()), '\0');
  stream.next_in = input_of(values.data());
  stream.avail_in = static_cast<uInt>(values.size());
  stream.next_out = reinterpret_cast<Bytef*>(bytes.data());
  stream.avail_out = static_cast<uInt>(bytes.size());
  const int ended = deflate(&stream, Z_FINISH);
  bytes.resize(stream.total_out);
  deflateEnd(&stream);
  HYBRID_CHECK(ended == Z_STREAM_END, "deflate gives {} for {} values", ended, values.size());
  return bytes;
}

std::vector<std::uint8_t> decode_values(std::string_view bytes, std::size_t count) {
  std::vector<std::uint8_t> values(count);
  z_stream stream{};
  const int started = inflateInit2(&stream, kRawDeflate);
  HYBRID_CHECK(started == Z_OK, "inflateInit2 gives {}", started);
  stream.next_in = input_of(bytes.data());
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = values.data();
  stream.avail_out = static_cast<uInt>(count);
  const int ended = inflate(&stream, Z_FINISH);
  const bool whole = ended == Z_STREAM_END && stream.total_out == count && stream.avail_in == 0;
  inflateEnd(&stream);
  if (!whole)
    throw DataError("features",
                    fmt::format("{} bytes arrived that are no whole code of {} values", bytes.size(), count));
  return values;
}

double entropy_bytes(std::span<const std::uint8_t> values) {
  HYBRID_CHECK(!values.empty(), "the entropy of no values");
  std::array<double, 256> counts{};
  for (const std::uint8_t value : values) ++counts[value];
  const auto n = static_cast<double>(values.size());
  double bits = 0;
  for (const double count : counts)
    if (count > 0) bits -= count * std::log2(count / n);
  return bits / 8;
}

}  // namespace hybrid::payload
