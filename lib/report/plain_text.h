#pragma once
// Numbers and lines as a terminal shows them. Files keep every digit.

#include <cstddef>
#include <string>
#include <string_view>

namespace hybrid::report {

/// The columns that a screen has.
inline constexpr std::size_t kScreenWidth = 100;

/// Returns three significant digits: "0.0912", "10.4", "814"; four-digit numbers and more as whole numbers,
/// "1,003", from a million on "1.29M", "5.92G".
std::string amount(double value);

/// Returns a share in per cent with three significant digits: "20.6 %".
std::string share_text(double fraction);

/// Returns the number of characters shown: bytes that do not continue a UTF-8 sequence.
std::size_t characters_in(std::string_view text);

/// Returns the text with line breaks instead of blanks, and only there, where a line would have more than
/// `width` characters. A longer word has a line of its own.
/// @param indent blanks before every line but the first; they count
/// @param used characters of the first line that are taken already
std::string wrapped(std::string_view text, std::size_t width = kScreenWidth, std::size_t indent = 0,
                    std::size_t used = 0);

}  // namespace hybrid::report
