#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hybrid {

/// Appends one code point as UTF-8.
/// @return false, without appending, for a surrogate or a value above U+10FFFF
bool append_utf8(std::string& text, char32_t code_point);

/// Takes the first code point off the text, which must not be empty.
/// @return std::nullopt, and one byte is taken, if the text does not begin with valid UTF-8; overlong forms
/// and surrogates are invalid
std::optional<char32_t> take_code_point(std::string_view& text);

/// Returns whether the whole text is valid UTF-8.
bool is_utf8(std::string_view text);

/// Returns the code points, or std::nullopt if the text is not valid UTF-8
std::optional<std::u32string> decode_utf8(std::string_view text);

}  // namespace hybrid
