#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace hybrid::report {

/// Returns the number of characters shown: bytes that do not continue a UTF-8 sequence.
std::size_t characters_in(std::string_view text);

/// Returns the text broken at blanks into lines of at most `width` characters; a longer word has a line of
/// its own.
/// @param indent blanks before every line but the first
std::string wrapped(std::string_view text, std::size_t width, std::size_t indent = 0);

}  // namespace hybrid::report
