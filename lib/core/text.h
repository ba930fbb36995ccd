#pragma once
// Numbers to text and back, and the spelling suggestions of error messages.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hybrid {

/// Returns the shortest text that parses to the same double ("0.1", "1e-05", "inf").
std::string shortest(double value);

/// Parses a finite decimal number.
/// @return std::nullopt for any other text: "1e6" is a number; "nan", "0x10" and "1 " are not
std::optional<double> parse_double(std::string_view text);
/// Parses a decimal integer.
/// @return std::nullopt for any other text, including leading zeros ("010") and "1e6"
std::optional<std::int64_t> parse_integer(std::string_view text);
/// Parses a share, "0.8" or "80%"; the range is not checked.
std::optional<double> parse_share(std::string_view text);

/// Returns, for example, "1,234,567".
std::string with_thousands(std::int64_t value);
/// Returns, for example, "a, b, c".
std::string join(std::span<const std::string> items, std::string_view separator = ", ");
std::vector<std::string> split(std::string_view text, char separator);

/// Returns the edit distance in which a swap of neighbours counts one (Damerau-Levenshtein, optimal string
/// alignment).
std::size_t edit_distance(std::string_view a, std::string_view b);
/// Returns the candidate nearest to `word`, or std::nullopt if none is near enough to be a typo
std::optional<std::string> closest(std::string_view word, std::span<const std::string> candidates);
/// Returns "; did you mean 'x'?" or "".
std::string did_you_mean(std::string_view word, std::span<const std::string> candidates);

}  // namespace hybrid
