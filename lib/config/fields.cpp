#include "config/fields.h"

#include <fmt/format.h>

#include <cmath>
#include <type_traits>

#include "core/text.h"

namespace hybrid::config {
namespace {

template <class T>
constexpr bool kIsInteger = std::is_same_v<T, int> || std::is_same_v<T, std::int64_t>;

std::string with_bounds(const std::string& words, const FieldSpec& spec) {
  const std::string bounds = bounds_words(spec);
  return bounds.empty() ? words : words + " " + bounds;
}

std::string list_words(const std::string& entries, const FieldSpec& spec) {
  return fmt::format("a {}list of {}{}", spec.non_empty ? "non-empty " : "", spec.unique ? "different " : "",
                     entries);
}

std::string text_of(const std::string& value) {
  return quoted_text(value);
}

std::string text_of(double value) {
  HYBRID_CHECK(std::isfinite(value), "a config value is {}, which no config file can say", value);
  return shortest(value);
}

std::string text_of(bool value) {
  return value ? "true" : "false";
}
std::string text_of(std::int64_t value) {
  return std::to_string(value);
}
std::string text_of(int value) {
  return std::to_string(value);
}

template <class T>
std::string text_of(const std::vector<T>& values) {
  std::vector<std::string> texts;
  for (const auto& value : values) texts.push_back(text_of(value));
  return "[" + join(texts) + "]";
}

}  // namespace

std::string dotted(std::string_view section, std::string_view key) {
  return section.empty() ? std::string(key) : fmt::format("{}.{}", section, key);
}

std::string bounds_words(const FieldSpec& spec) {
  const auto low = spec.min ? spec.min : spec.above;
  const auto high = spec.max ? spec.max : spec.below;
  if (low && high)
    return fmt::format("in {}{}, {}{}", spec.min ? '[' : '(', shortest(*low), shortest(*high),
                       spec.max ? ']' : ')');
  if (low) return (spec.min ? ">= " : "> ") + shortest(*low);
  if (high) return (spec.max ? "<= " : "< ") + shortest(*high);
  return "";
}

bool within_bounds(double value, const FieldSpec& spec) {
  return (!spec.min || value >= *spec.min) && (!spec.above || value > *spec.above) &&
         (!spec.max || value <= *spec.max) && (!spec.below || value < *spec.below);
}

std::string allowed_words(const Binding& value, const FieldSpec& spec) {
  return std::visit(
      [&](const auto* bound) -> std::string {
        using T = std::remove_cvref_t<decltype(*bound)>;
        if constexpr (std::is_same_v<T, bool>) {
          return "true or false";
        } else if constexpr (kIsInteger<T>) {
          return with_bounds("an integer", spec);
        } else if constexpr (std::is_same_v<T, double>) {
          return with_bounds("a finite number", spec);
        } else if constexpr (std::is_same_v<T, std::optional<double>>) {
          return fmt::format("{}, or {}", with_bounds("a finite number", spec), spec.empty_word);
        } else if constexpr (std::is_same_v<T, std::string>) {
          if (spec.check) return std::string(spec.check_words);
          return spec.file ? "a file, or the name of one in configs/" : "a text";
        } else if constexpr (std::is_same_v<T, std::vector<int>>) {
          return with_bounds(list_words("integers", spec), spec);
        } else if constexpr (std::is_same_v<T, std::vector<double>>) {
          return with_bounds(list_words("finite numbers", spec), spec);
        } else {
          return list_words(spec.file ? "files, or names of files in configs/" : "texts", spec);
        }
      },
      value);
}

std::string allowed_words(std::span<const std::string> choices) {
  return choices.size() == 1 ? choices.front() : "one of " + join(choices);
}

std::string quoted_text(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\')
      quoted += fmt::format("\\{}", c);
    else if (static_cast<unsigned char>(c) < 0x20)
      quoted += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    else
      quoted += c;
  }
  return quoted + '"';
}

std::string value_text(const Binding& value, const FieldSpec& spec) {
  return std::visit(
      [&](const auto* bound) -> std::string {
        if constexpr (std::is_same_v<std::remove_cvref_t<decltype(*bound)>, std::optional<double>>)
          return *bound ? text_of(**bound) : std::string(spec.empty_word);
        else
          return text_of(*bound);
      },
      value);
}

}  // namespace hybrid::config
