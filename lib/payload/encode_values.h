#pragma once
// Entropy coding of 8-bit values (feature maps) for sending: DEFLATE (RFC 1951, zlib) without matches, that
// is, a Huffman code of the values' frequencies, transmitted with each block of about 32,000 values. A
// microcontroller needs a histogram and a code table for it; any inflate decodes it.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hybrid::payload {

/// Returns the encoded bytes. Requires at least one value.
std::string encode_values(std::span<const std::uint8_t> values);

/// Decodes `count` values.
/// @throws DataError unless the bytes encode exactly this number of values
std::vector<std::uint8_t> decode_values(std::string_view bytes, std::size_t count);

/// Returns a lower bound, in bytes, for codes of single values with one table: the number of values times the
/// entropy of their frequencies. The table itself is not counted. encode_values can be shorter, because it
/// has a table per block. Requires at least one value.
double entropy_bytes(std::span<const std::uint8_t> values);

}  // namespace hybrid::payload
