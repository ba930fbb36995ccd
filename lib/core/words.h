#pragma once
// Words as they are written by hand or by other programs in lists, label files and CSV files.

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace hybrid {

/// Returns a label or path without the blanks, line ends and byte order mark around it, and without quotes
/// around the whole.
std::string_view bare_word(std::string_view text);

/// Returns the class number that a bare word stands for, in any usual notation: "3", "03", "+3", "3.0",
/// "3e0".
/// @return std::nullopt for any other text, such as "-1", "1.5" and "n01"
std::optional<std::int64_t> class_number(std::string_view word);

/// Returns "; numbers are written in the digits 0 to 9: 3" for a whole number in the digits of another script
/// (Arabic-Indic, full-width, ...), which no program here reads; an empty text for any other word.
std::string digits_hint(std::string_view word);

/// Returns "; its columns are separated by ';', separate them by commas" for the only field of a record of a
/// CSV file, if that has ';', '|' or tabs; an empty text for any other.
std::string separator_hint(std::string_view only_field);

/// Splits a line after its first field, which may be quoted; both parts are bare. The separators are those of
/// the first set that has one in the line.
std::pair<std::string, std::string> split_first(std::string_view line,
                                                std::initializer_list<std::string_view> separators);

/// Returns the text with ASCII letters in lower case.
std::string lower_case(std::string_view text);

}  // namespace hybrid
