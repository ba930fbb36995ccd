#pragma once
// The rule for label words, the same wherever they are written: in lists, label files and class lists, and in
// the .cls and .json of shards.

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace hybrid::image_index {

/// Returns a label or path without the blanks, line ends and byte order mark around it, and without quotes
/// around the whole.
std::string_view bare_word(std::string_view text);

/// Returns the class number that a bare word stands for, in any usual notation: "3", "03", "+3", "3.0",
/// "3e0".
/// @return std::nullopt for any other text, such as "-1", "1.5" and "n01"
std::optional<std::int64_t> class_number(std::string_view word);

/// Splits a line after its first field, which may be quoted; both parts are bare. The separators are those of
/// the first set that has one in the line.
std::pair<std::string, std::string> split_first(std::string_view line,
                                                std::initializer_list<std::string_view> separators);

/// The positions of two columns of a list.
struct NamedColumns {
  std::optional<std::size_t> image, label;
};
/// Returns the columns whose usual names are in a header ("path", "file.name", "Image ID"; "label",
/// "class_id", ...).
NamedColumns columns_named(std::span<const std::string> header);

/// Compares texts with runs of digits as numbers: "2" comes before "10", "class9" before "class10".
bool numeric_less(std::string_view a, std::string_view b);

/// Returns the text with ASCII letters in lower case.
std::string lower_case(std::string_view text);

}  // namespace hybrid::image_index
