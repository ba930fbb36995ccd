#pragma once
// Values that may be missing, in JSON.

#include <nlohmann/json.hpp>
#include <optional>

namespace hybrid {

/// Returns the value; null if there is none.
inline nlohmann::ordered_json json_or_null(const std::optional<double>& value) {
  return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json(nullptr);
}

/// Returns the number; std::nullopt for null.
/// @throws nlohmann::json::exception for anything else
inline std::optional<double> optional_number(const nlohmann::ordered_json& json) {
  return json.is_null() ? std::nullopt : std::optional(json.get<double>());
}

}  // namespace hybrid
