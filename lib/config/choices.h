#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "core/error.h"

namespace hybrid::config {

/// One row of the table that maps an enum to its names in a config file.
template <class E>
struct Named {
  E value;
  std::string_view name;
};
template <class E>
Named(E, std::string_view) -> Named<E>;  // explicit for clang before 17

/// Returns the name of `value`. The table must contain it.
template <class E, std::size_t N>
std::string_view name_of(E value, const std::array<Named<E>, N>& names) {
  for (const auto& row : names)
    if (row.value == value) return row.name;
  throw_internal_error(__FILE_NAME__, __LINE__, "value in names", "an enum value without a name");
}

}  // namespace hybrid::config
