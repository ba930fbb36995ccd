#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hybrid {

/// Appends one code point as UTF-8.
/// @return false, without appending, for a surrogate or a value above U+10FFFF
bool append_utf8(std::string& text, char32_t code_point);

/// Returns the code points, or std::nullopt if the text is not valid UTF-8; overlong forms and surrogates are
/// invalid
std::optional<std::u32string> decode_utf8(std::string_view text);

}  // namespace hybrid
