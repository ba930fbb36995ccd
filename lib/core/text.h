#pragma once
// Numbers to text and back, and the spelling suggestions of error messages.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hybrid {

/// The shortest text that reads back as the same double ("0.1", "1e-05", "inf").
std::string shortest(double value);

/// A finite decimal number and nothing else, or nothing. "1e6" is one; "nan", "0x10", "1 " are not.
std::optional<double> parse_double(std::string_view text);
/// A decimal integer and nothing else: no leading zeros ("010"), no "1e6".
std::optional<std::int64_t> parse_integer(std::string_view text);
/// A share: "0.8" or "80%". Not range-checked.
std::optional<double> parse_share(std::string_view text);

/// "1,234,567".
std::string with_thousands(std::int64_t value);
/// "a, b, c".
std::string join(std::span<const std::string> items, std::string_view separator = ", ");
std::vector<std::string> split(std::string_view text, char separator);

/// Edit distance in which a swap of neighbours counts one (Damerau-Levenshtein, optimal string alignment).
std::size_t edit_distance(std::string_view a, std::string_view b);
/// The candidate nearest to `word` if it is near enough to be a typo, else nothing.
std::optional<std::string> closest(std::string_view word, std::span<const std::string> candidates);
/// "; did you mean 'x'?" or "".
std::string did_you_mean(std::string_view word, std::span<const std::string> candidates);

}  // namespace hybrid
