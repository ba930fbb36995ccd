#pragma once
// The rule for label words, the same wherever they are written: in lists, label files and class lists, and in
// the .cls and .json of shards.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace hybrid::image_index {

/// The positions of two columns of a list.
struct NamedColumns {
  std::optional<std::size_t> image, label;
};
/// Returns the columns whose usual names are in a header ("path", "file.name", "Image ID"; "label",
/// "class_id", ...).
NamedColumns columns_named(std::span<const std::string> header);

/// Compares texts with runs of digits as numbers: "2" comes before "10", "class9" before "class10".
bool numeric_less(std::string_view a, std::string_view b);

}  // namespace hybrid::image_index
