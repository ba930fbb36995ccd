#pragma once
// JSON is UTF-8, but names of files and arguments are any bytes: what is not UTF-8 becomes U+FFFD. A name
// that is read back to find something must therefore be refused before, by `is_utf8` (core/unicode.h).

#include <nlohmann/json.hpp>
#include <string>

namespace hybrid {

/// Returns the JSON on one line, without a line end.
template <class Json>
std::string json_line(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// Returns the text of a JSON file or answer, indented, with its line end.
template <class Json>
std::string json_text(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace hybrid
