#pragma once
// Whole numbers in JSON.

#include <fmt/format.h>

#include <concepts>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

namespace hybrid {

/// Returns the number as a T. nlohmann's get<T>() would cut off digits, and what does not fit.
/// @throws nlohmann::json::exception unless it is a whole number that T can hold
template <std::integral T, class Json>
T whole_number(const Json& json) {
  const bool fits = json.is_number_unsigned()
                        ? std::in_range<T>(json.template get<std::uint64_t>())
                        : json.is_number_integer() && std::in_range<T>(json.template get<std::int64_t>());
  if (!fits) {
    const std::string found = json.is_number() ? json.dump() : json.type_name();
    throw nlohmann::json::type_error::create(
        302,
        fmt::format("{} found, expected a whole number from {} to {}", found, std::numeric_limits<T>::min(),
                    std::numeric_limits<T>::max()),
        &json);
  }
  return json.template get<T>();
}

/// Returns the number under a key, or `otherwise` if there is none.
/// @throws nlohmann::json::exception as whole_number
template <std::integral T, class Json>
T whole_number(const Json& object, const char* key, T otherwise) {
  const auto found = object.find(key);
  return found == object.end() ? otherwise : whole_number<T>(*found);
}

}  // namespace hybrid
