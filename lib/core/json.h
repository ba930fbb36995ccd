#pragma once
// JSON from outside, and values that may be missing.

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

namespace hybrid {

/// @throws DataError if the text is longer than limits::kJson, or nests deeper than limits::kJsonDepth
void require_bounded_json(std::string_view text, const std::filesystem::path& name);

/// Parses a JSON text; every text from outside is parsed here. What nlohmann's parser accepts at any depth
/// exhausts the stack when it is copied or printed.
/// @param name for messages
/// @throws DataError as require_bounded_json; nlohmann::json::exception for what is no JSON
template <class Json = nlohmann::json>
Json parse_json(std::string_view text, const std::filesystem::path& name,
                const typename Json::parser_callback_t& watch = nullptr) {
  require_bounded_json(text, name);
  return Json::parse(text, watch);
}

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
