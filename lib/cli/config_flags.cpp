#include "cli/config_flags.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <type_traits>

#include "config/value_reader.h"
#include "core/error.h"
#include "core/text.h"

namespace hybrid::cli {
namespace {

template <class T>
struct ListOf : std::false_type {};
template <class T>
struct ListOf<std::vector<T>> : std::true_type {};

bool is_list(const config::Binding& value) {
  return std::visit([](const auto* member) { return ListOf<std::remove_cvref_t<decltype(*member)>>::value; },
                    value);
}

bool is_integer(const config::Binding& value) {
  return std::holds_alternative<int*>(value) || std::holds_alternative<std::int64_t*>(value);
}

/// Returns the type name that CLI11 uses for other options.
const char* type_words(const config::Binding& value) {
  if (is_integer(value) || std::holds_alternative<std::vector<int>*>(value)) return "INT";
  const bool text =
      std::holds_alternative<std::string*>(value) || std::holds_alternative<std::vector<std::string>*>(value);
  return text ? "TEXT" : "FLOAT";
}

/// Returns the words of a flag as a config value, with all locations set to `at`.
config::YamlNode node_of(const std::vector<std::string>& words, bool list, const Location& at) {
  config::YamlNode node{.kind = config::YamlNode::Kind::list, .at = at};
  for (const auto& word : words)
    node.children.push_back({.kind = config::YamlNode::Kind::scalar, .at = at, .text = word});
  return list || node.children.size() != 1 ? node : node.children.front();
}

/// Tracks the dotted key of a described field in the config.
class KeyVisitor : public config::Fields {
 protected:
  void begin_section(std::string_view key, const config::FieldSpec&) override {
    sections_.push_back(dotted_key(key));
  }
  void end_section() override { sections_.pop_back(); }

  std::string dotted_key(std::string_view key) const {
    return config::dotted(sections_.empty() ? "" : sections_.back(), key);
  }

 private:
  std::vector<std::string> sections_;  // dotted names, the innermost last
};

/// Reads the given flags into the described struct.
class FlagReader final : public KeyVisitor {
 public:
  /// @param by_flag findings name the flag; false: the key, like those of a file
  FlagReader(const GivenFlags& given, bool by_flag, config::ConfigReport& report)
      : given_(given), by_flag_(by_flag), report_(report) {}

 protected:
  void visit_field(std::string_view key, config::Binding value, const config::FieldSpec& spec) override {
    read(key, is_list(value),
         [&](const config::WrittenValue& written) { config::read_value(written, value, spec, "", report_); });
  }
  std::string visit_choice(std::string_view key, const std::string& chosen,
                           std::span<const std::string> words, const config::FieldSpec&) override {
    std::string word = chosen;
    read(key, false, [&](const config::WrittenValue& written) {
      word = config::read_word(written, chosen, words, report_);
    });
    return word;
  }

 private:
  template <class Read>
  void read(std::string_view key, bool list, const Read& read_written) {
    const std::string path = dotted_key(key);
    const auto flag = given_.find(path);
    if (flag == given_.end()) return;
    const auto& [name, words] = flag->second;
    const config::YamlNode node = node_of(words, list, {fmt::format("{} {}", name, join(words, ",")), 0, 0});
    report_.places[path] = node.at;
    read_written({by_flag_ ? name : path, node, config::WrittenIn::command_line});
  }

  const GivenFlags& given_;
  bool by_flag_;
  config::ConfigReport& report_;
};

/// Adds the options.
class FlagMaker final : public KeyVisitor {
 public:
  using Add = std::function<void(const ConfigFlag& flag, const std::string& help,
                                 const std::optional<config::Binding>& value)>;
  FlagMaker(const std::vector<ConfigFlag>& flags, Add add) : flags_(flags), add_(std::move(add)) {}

  std::size_t made() const { return made_; }

 protected:
  void visit_field(std::string_view key, config::Binding value, const config::FieldSpec& spec) override {
    if (const ConfigFlag* flag = find(key)) {
      const bool is_flag = std::holds_alternative<bool*>(value);
      add_(*flag,
           is_flag ? std::string(spec.doc)
                   : help(*flag, spec, config::bounds_words(spec), default_of(value, spec)),
           value);
    }
  }
  std::string visit_choice(std::string_view key, const std::string& chosen,
                           std::span<const std::string> words, const config::FieldSpec& spec) override {
    if (const ConfigFlag* flag = find(key))
      add_(*flag, help(*flag, spec, config::allowed_words(words), chosen), {});
    return chosen;
  }

 private:
  const ConfigFlag* find(std::string_view key) {
    const auto flag = std::ranges::find(flags_, dotted_key(key), &ConfigFlag::key);
    if (flag == flags_.end()) return nullptr;
    ++made_;
    return &*flag;
  }

  /// Returns the default as written on the command line; empty for an empty text or list, whose meaning the
  /// doc describes.
  static std::string default_of(const config::Binding& value, const config::FieldSpec& spec) {
    if (const auto* const* text = std::get_if<std::string*>(&value)) return **text;
    std::string words = spec.required ? "" : config::value_text(value, spec);
    if (is_list(value)) {
      std::erase_if(words, [](char c) { return c == '[' || c == ']' || c == ' ' || c == '"'; });
    }
    return words;
  }

  /// Returns "mean latency (ms > 0; default 600,1000)".
  static std::string help(const ConfigFlag& flag, const config::FieldSpec& spec, const std::string& allowed,
                          const std::string& default_value) {
    const std::string unit =
        spec.unit.empty() || allowed.empty() ? std::string(spec.unit) : fmt::format("{} ", spec.unit);
    const std::string& chosen = flag.default_words.empty() ? default_value : flag.default_words;
    std::vector<std::string> notes;
    if (!unit.empty() || !allowed.empty()) notes.push_back(unit + allowed);
    if (!chosen.empty()) notes.push_back("default " + chosen);
    return notes.empty() ? std::string(spec.doc) : fmt::format("{} ({})", spec.doc, join(notes, "; "));
  }

  const std::vector<ConfigFlag>& flags_;
  Add add_;
  std::size_t made_ = 0;
};

/// The action of the parser for a flag.
struct FlagTaker {
  config::Description description;
  std::string key, name;
  std::function<void()> then;
  FlagSettings settings;
  bool integer = false;

  void operator()(const std::vector<std::string>& words) const {
    if (settings.given) (*settings.given)[key] = {name, words};
    const GivenFlags only{{key, {name, words}}};
    config::ConfigReport report;
    FlagReader reader(only, true, report);
    description(reader);
    const bool at_once = settings.refuse == RefuseFlag::at_once || (integer && !parse_integer(words.front()));
    if (at_once && !report.diagnostics.empty())
      throw CLI::ValidationError(report.diagnostics.front().message);
    if (then) then();
  }
};

/// Accepts what CLI11 can convert; its conversion throws an exception of the standard library for other
/// words.
const CLI::Validator kTruthValue(
    [](const std::string& word) {
      try {
        (void)CLI::detail::to_flag_value(word);
        return std::string();
      } catch (const std::exception&) {
        return fmt::format("is '{}', must be true or false", word);
      }
    },
    "", "truth value");

CLI::Option* add_option(CLI::App& app, const ConfigFlag& flag, const std::string& help,
                        const std::optional<config::Binding>& value, const FlagTaker& take) {
  const std::string names(flag.names);
  if (value && std::holds_alternative<bool*>(*value))
    return app
        .add_flag_function(
            names, [take](std::int64_t count) { take({count > 0 ? "true" : "false"}); }, help)
        ->check(kTruthValue);
  const CLI::callback_t taken = [take](const CLI::results_t& words) {
    take(words);
    return true;
  };
  CLI::Option* option = app.add_option(names, taken, help);
  option->type_name(value ? type_words(*value) : "TEXT");
  if (value && is_list(*value)) option->expected(CLI::detail::expected_max_vector_size)->delimiter(',');
  return option;
}

}  // namespace

void add_config_flags(CLI::App& app, const config::Description& description,
                      const std::vector<ConfigFlag>& flags, const FlagSettings& settings) {
  FlagMaker maker(flags, [&](const ConfigFlag& flag, const std::string& help, const auto& value) {
    const std::string name(flag.names.substr(0, flag.names.find(',')));
    const FlagTaker take{description, std::string(flag.key),      name, flag.then,
                         settings,    value && is_integer(*value)};
    add_option(app, flag, help, value, take)->group(settings.group);
  });
  description(maker);
  HYBRID_CHECK(maker.made() == flags.size(), "{} of {} flags are for keys of the config", maker.made(),
               flags.size());
}

config::FlagValues flag_values(const GivenFlags& given) {
  return [&given](const config::Description& description, config::ConfigReport& report) {
    FlagReader reader(given, false, report);
    description(reader);
  };
}

}  // namespace hybrid::cli
