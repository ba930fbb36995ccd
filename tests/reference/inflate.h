#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace hybrid::reference {

/// RFC 1951 bit by bit, for codes without matches. @throws std::runtime_error for a match or a broken code
std::vector<std::uint8_t> inflate_literals(std::string_view bytes);

/// Minus the sum over all values of log2 of their own frequency, in bytes.
double entropy_bytes(const std::vector<std::uint8_t>& values);

}  // namespace hybrid::reference
