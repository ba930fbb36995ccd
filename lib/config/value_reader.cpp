#include "config/value_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>
#include <utility>

#include "config/config_files.h"
#include "core/limits.h"
#include "core/text.h"
#include "core/units.h"

namespace hybrid::config {
namespace {

/// Returns the value as shown in messages: 0.1, "0.1" if the file has quotes, a list, a section.
std::string seen(const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::null:
      return "empty";
    case YamlNode::Kind::list:
      return "a list";
    case YamlNode::Kind::map:
      return "a section";
    case YamlNode::Kind::scalar:
      break;
  }
  return node.quoted ? quoted_text(node.text) : node.text;
}

/// Returns "systems" for "evaluation.systems[0]".
std::string last_key(const std::string& name) {
  const std::string key = name.substr(0, name.find('['));
  return key.substr(key.rfind('.') + 1);
}

bool is_plain(const YamlNode& node) {
  return node.kind == YamlNode::Kind::scalar && !node.quoted;
}

/// Returns whether the bounds keep the number within [0, 1].
bool is_share(const FieldSpec& spec) {
  const auto low = spec.min ? spec.min : spec.above;
  const auto high = spec.max ? spec.max : spec.below;
  return low && high && *low >= 0 && *high <= 1;
}

/// Returns whether sums, products and quotients of such numbers stay finite.
bool is_ordinary(double number) {
  const double magnitude = std::abs(number);
  return number == 0 || (magnitude <= limits::kNumber && magnitude >= 1 / limits::kNumber);
}

std::string ordinary_words() {
  return fmt::format("0 or between {:g} and {:g} (docs/limits.md)", 1 / limits::kNumber, limits::kNumber);
}

class ValueReader {
 public:
  ValueReader(const FieldSpec& spec, const std::filesystem::path& folder, ConfigReport& report)
      : spec_(spec), folder_(folder), report_(report) {}

  void read(const WrittenValue& value, bool& member) {
    if (is_plain(value.node) && (value.node.text == "true" || value.node.text == "false"))
      member = value.node.text == "true";
    else
      refuse_type(value, member);
  }

  void read(const WrittenValue& value, double& member) {
    const auto number = number_in(value);
    if (!number)
      refuse_type(value, member);
    else if (!within_bounds(*number, spec_))
      refuse_value(value, out_of_bounds(), report_);
    else if (!is_ordinary(*number))
      refuse_value(value, ordinary_words(), report_);
    else
      member = *number;
  }

  void read(const WrittenValue& value, std::optional<double>& member) {
    if (is_plain(value.node) && value.node.text == spec_.empty_word) {
      member.reset();
      return;
    }
    const auto number = number_in(value);
    if (number && within_bounds(*number, spec_) && !is_ordinary(*number))
      refuse_value(value, ordinary_words(), report_);
    else if (number && within_bounds(*number, spec_))
      member = number;
    else if (number && !spec_.check_words.empty())
      refuse_value(value,
                   fmt::format("{}, or {}; {}", bounds_words(spec_), spec_.empty_word, spec_.check_words),
                   report_);
    else
      refuse_type(value, member);
  }

  template <class Integer>
  requires std::is_same_v<Integer, int> || std::is_same_v<Integer, std::int64_t>
  void read(const WrittenValue& value, Integer& member) {
    const auto number = integer_in(value);
    if (!number)
      refuse_no_integer(value, member);
    else if (!within_bounds(static_cast<double>(*number), spec_))
      refuse_value(value, out_of_bounds(), report_);
    else if (!std::in_range<Integer>(*number))
      refuse_value(value, limit_words<Integer>(*number < 0), report_);
    else
      member = static_cast<Integer>(*number);
  }

  void read(const WrittenValue& value, std::string& member) {
    const std::string& text = value.node.text;
    if (value.node.kind != YamlNode::Kind::scalar)
      refuse_type(value, member);
    else if (spec_.check && !spec_.check(text))
      refuse_value(value, std::string(spec_.check_words), report_);
    else if (spec_.file && !find_config_file(last_key(value.name), text, folder_))
      refuse_value(value, config_file_words(last_key(value.name), text, folder_), report_);
    else
      member = text;
  }

  template <class T>
  void read(const WrittenValue& value, std::vector<T>& member) {
    const auto& entries = value.node.children;
    if (value.node.kind != YamlNode::Kind::list || (entries.empty() && spec_.non_empty)) {
      refuse_type(value, member);
      return;
    }
    const auto findings_before = report_.diagnostics.size();
    std::vector<T> values;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const std::string name =
          value.where == WrittenIn::file ? fmt::format("{}[{}]", value.name, i) : value.name;
      const WrittenValue written{name, entries[i], value.where};
      T entry{};
      const auto findings = report_.diagnostics.size();
      read(written, entry);
      if (report_.diagnostics.size() > findings) continue;
      if (spec_.unique && std::find(values.begin(), values.end(), entry) != values.end())
        refuse_value(written, "different from the entries before it", report_);
      values.push_back(std::move(entry));
    }
    if (report_.diagnostics.size() == findings_before) member = std::move(values);
  }

 private:
  std::optional<double> number_in(const WrittenValue& value) const {
    if (!is_plain(value.node)) return std::nullopt;
    return is_share(spec_) ? parse_share(value.node.text) : parse_quantity(value.node.text, spec_.unit);
  }

  /// Reads an integer, also one with a unit: "320 KiB" in bytes.
  std::optional<std::int64_t> integer_in(const WrittenValue& value) const {
    if (!is_plain(value.node)) return std::nullopt;
    if (const auto number = parse_integer(value.node.text)) return number;
    // Without a unit, an integer is written as one: 1e6 and 010 are not.
    if (parse_double(value.node.text)) return std::nullopt;
    const auto quantity = parse_quantity(value.node.text, spec_.unit);
    constexpr double kExact = 9007199254740992;  // 2^53
    if (!quantity || *quantity != std::floor(*quantity) || std::abs(*quantity) > kExact) return std::nullopt;
    return static_cast<std::int64_t>(*quantity);
  }

  template <class Integer>
  static std::string limit_words(bool negative) {
    using Limits = std::numeric_limits<Integer>;
    return negative ? fmt::format(">= {}", Limits::min()) : fmt::format("<= {}", Limits::max());
  }

  /// Says of a whole number whether it is too large, or in a spelling that is not read: "+5", "010" (octal to
  /// some readers of YAML), "1e3".
  template <class Integer>
  void refuse_no_integer(const WrittenValue& value, Integer& member) {
    constexpr double kTooLarge = 0x1p63;
    const auto number = is_plain(value.node) ? parse_double(value.node.text) : std::nullopt;
    if (!number || *number != std::floor(*number))
      refuse_type(value, member);
    else if (!within_bounds(*number, spec_))
      refuse_value(value, bounds_words(spec_), report_);
    else if (std::abs(*number) >= kTooLarge)
      refuse_value(value, limit_words<Integer>(*number < 0), report_);
    else
      refuse_value(
          value, allowed_words(Binding(&member), spec_) + ", written in digits without '+' or leading zeros",
          report_);
  }

  std::string out_of_bounds() const {
    const std::string words = bounds_words(spec_);
    return spec_.check_words.empty() ? words : fmt::format("{}; {}", words, spec_.check_words);
  }

  template <class T>
  void refuse_type(const WrittenValue& value, T& member) {
    std::string allowed = allowed_words(Binding(&member), spec_);
    if (const auto written = quantity_words(spec_.unit); !written.empty())
      allowed += fmt::format(", {}{}", written, unit_advice(value.node.text, spec_.unit));
    if (value.node.quoted) allowed += " without quotes";
    refuse_value(value, allowed, report_);
  }

  const FieldSpec& spec_;
  const std::filesystem::path& folder_;
  ConfigReport& report_;
};

}  // namespace

void read_value(const WrittenValue& value, Binding member, const FieldSpec& spec,
                const std::filesystem::path& folder, ConfigReport& report) {
  ValueReader reader(spec, folder, report);
  std::visit([&](auto* bound) { reader.read(value, *bound); }, member);
}

std::string read_word(const WrittenValue& value, const std::string& chosen,
                      std::span<const std::string> words, ConfigReport& report) {
  const std::string& word = value.node.text;
  if (std::find(words.begin(), words.end(), word) != words.end()) return word;
  refuse_value(value, allowed_words(words) + did_you_mean(word, words), report);
  return chosen;
}

void refuse_value(const WrittenValue& value, const std::string& allowed, ConfigReport& report) {
  report.add(value.node.at, fmt::format("{} is {}, must be {}", value.name, seen(value.node), allowed));
  report.faulty.insert(value.name.substr(0, value.name.find('[')));
}

}  // namespace hybrid::config
