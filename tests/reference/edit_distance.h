#pragma once

#include <cstddef>
#include <string_view>

namespace hybrid::reference {

/// Optimal string alignment by its recursive definition, exponential in the lengths.
std::size_t edit_distance(std::string_view a, std::string_view b);

}  // namespace hybrid::reference
