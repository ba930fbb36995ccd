#include "arch/json_place.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/error.h"

namespace hybrid::arch {
namespace {

/// Returns the value as in the file, truncated if it is long. Nested values are not shown, because dump()
/// recurses as deep as the file does.
std::string shown(const nlohmann::json& json) {
  if (json.is_structured()) return json.is_array() ? "a list" : "an object";
  const std::string text = json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  return text.size() <= 40 ? text : text.substr(0, 37) + "...";
}

}  // namespace

void JsonPlace::refuse(const std::string& message) const {
  throw DataError(*file_, place_.empty() ? message : fmt::format("{}: {}", place_, message));
}

JsonPlace JsonPlace::at(std::string_view key) const {
  if (!json_->is_object()) refuse(fmt::format("{} where an object is expected", shown(*json_)));
  const auto found = json_->find(key);
  if (found == json_->end()) refuse(fmt::format("'{}' is missing", key));
  return {*file_, *found, place_.empty() ? std::string(key) : fmt::format("{}.{}", place_, key)};
}

JsonPlace JsonPlace::at(std::size_t i) const {
  HYBRID_CHECK(i < size(), "entry {} of {} in {}", i, size(), place_);
  return {*file_, (*json_)[i], fmt::format("{}[{}]", place_, i)};
}

bool JsonPlace::has(std::string_view key) const {
  return json_->is_object() && json_->contains(key);
}

bool JsonPlace::is_null() const {
  return json_->is_null();
}

bool JsonPlace::is_array() const {
  return json_->is_array();
}

std::size_t JsonPlace::size() const {
  if (!json_->is_array()) refuse(fmt::format("{} where a list is expected", shown(*json_)));
  return json_->size();
}

int JsonPlace::integer(int least, int most) const {
  const auto wrong = [&] {
    refuse(fmt::format("{} where an integer in {} ... {} is expected", shown(*json_), least, most));
  };
  if (!json_->is_number_integer()) wrong();
  // A number beyond 2^63 would wrap.
  if (json_->is_number_unsigned() && json_->get<std::uint64_t>() > static_cast<std::uint64_t>(most)) wrong();
  const auto value = json_->get<std::int64_t>();
  if (value < least || value > most) wrong();
  return static_cast<int>(value);
}

double JsonPlace::number(double least, double most) const {
  if (!json_->is_number() || !(json_->get<double>() >= least && json_->get<double>() <= most))
    refuse(fmt::format("{} where a number in {} ... {} is expected", shown(*json_), least, most));
  return json_->get<double>();
}

bool JsonPlace::boolean() const {
  if (!json_->is_boolean()) refuse(fmt::format("{} where true or false is expected", shown(*json_)));
  return json_->get<bool>();
}

std::string JsonPlace::text() const {
  if (!json_->is_string()) refuse(fmt::format("{} where a text is expected", shown(*json_)));
  return json_->get<std::string>();
}

void JsonPlace::must_be(std::string_view json_text) const {
  if (shown(*json_) != json_text)
    refuse(fmt::format("{} where only {} can be computed", shown(*json_), json_text));
}

void JsonPlace::only(std::initializer_list<std::string_view> keys) const {
  if (!json_->is_object()) refuse(fmt::format("{} where an object is expected", shown(*json_)));
  for (const auto& item : json_->items())
    if (std::ranges::find(keys, item.key()) == keys.end())
      refuse(fmt::format("unknown key '{}' (known are {})", item.key(), fmt::join(keys, ", ")));
}

}  // namespace hybrid::arch
