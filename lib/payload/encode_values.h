#pragma once
// 8-bit values (a feature map's) as bytes on the way to the cloud, and back: DEFLATE (RFC 1951, zlib) without
// matches, so a Huffman code of the values' own frequencies, sent along, for each block of some 32,000
// values. A microcontroller needs a histogram and a table of codes for it; any inflate decodes it.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hybrid {

/// What would be sent. Requires at least one value.
std::string encode_values(std::span<const std::uint8_t> values);

/// The `count` values that were encoded. @throws DataError unless the bytes are a whole code of exactly so
/// many
std::vector<std::uint8_t> decode_values(std::string_view bytes, std::size_t count);

/// Bytes that no code of single values with one table can undercut: their number times the entropy of their
/// frequencies, which the decoder would have to know. With a table for each block, whose frequencies may
/// differ, encode_values can. Requires at least one value.
double entropy_bytes(std::span<const std::uint8_t> values);

}  // namespace hybrid
