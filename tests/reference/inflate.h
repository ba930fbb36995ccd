#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace hybrid::reference {

/// Decodes RFC 1951 bit by bit, for codes without matches.
/// @throws std::runtime_error for a match or an invalid code
std::vector<std::uint8_t> inflate_literals(std::string_view bytes);

/// Returns minus the sum over all values of log2 of their frequency, in bytes.
double entropy_bytes(const std::vector<std::uint8_t>& values);

}  // namespace hybrid::reference
