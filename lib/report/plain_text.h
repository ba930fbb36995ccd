#pragma once
// Numbers and lines as a terminal shows them. Files keep every digit.

#include <string>
#include <string_view>

namespace hybrid::report {

/// The columns that a screen has.
inline constexpr std::size_t kScreenWidth = 100;

/// Returns three significant digits: "0.0912", "10.4", "814"; four-digit numbers and more as whole numbers,
/// "1,003", from a million on "1.29M", "5.92G".
std::string amount(double value);

/// Returns the text with line breaks instead of blanks, and only there, where a line would have more than
/// `width` characters. Words that are longer stay whole.
/// @param indent begins every line but the first, beside the width
std::string wrapped(std::string_view text, std::size_t width = kScreenWidth, std::string_view indent = "");

}  // namespace hybrid::report
