#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hybrid {

/// Appends one code point as UTF-8; false, and nothing appended, for a surrogate or a value above U+10FFFF.
bool append_utf8(std::string& text, char32_t code_point);

/// The code points, or nothing if the text is not valid UTF-8 (overlong forms and surrogates are not).
std::optional<std::u32string> decode_utf8(std::string_view text);

}  // namespace hybrid
