#pragma once
// One description per option. Every section of the config is a plain struct with defaults. A function beside
// it,
//     void describe(Fields& f, RouterConfig& c),
// gives for each field its key, its member and a FieldSpec. Four visitors use it: the reader (reader.h) fills
// the struct from YAML, the writer (writer.h) prints it with every key, the manual (manual.h) makes the
// option reference, and cli/config_flags.h makes flags. To add an option, add the member with its default,
// and its line in describe().

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "config/choices.h"

namespace hybrid::config {

/// The valid values of a field and its entry in the manual. Bounds apply to numbers, and to each number of a
/// list; `check` and `file` to texts, and to each text of a list.
struct FieldSpec {
  std::string_view doc;
  std::string_view unit = {};   ///< "ms"; for the manual
  std::string_view paper = {};  ///< the value of Kag et al. 2022 and its source
  std::optional<double> min = {};
  std::optional<double> max = {};
  std::optional<double> above = {};      ///< exclusive minimum
  std::optional<double> below = {};      ///< exclusive maximum
  std::string_view empty_word = {};      ///< the word for an optional number without a value
  bool required = false;                 ///< has no default
  bool non_empty = false;                ///< the list has at least one entry
  bool unique = false;                   ///< no two entries of the list are equal
  bool file = false;                     ///< names a file, or one of configs/<key> (config_files.h)
  bool (*check)(std::string_view) = {};  ///< condition on a text
  std::string_view check_words = {};     ///< "must be <check_words>"; of a number: what to do out of bounds
  std::string_view formerly = {};        ///< the key's former name: files are still written with it, and read
};

/// The member that a field fills, of any type except enums.
using Binding = std::variant<bool*, int*, std::int64_t*, double*, std::optional<double>*, std::string*,
                             std::vector<int>*, std::vector<double>*, std::vector<std::string>*>;

/// A visitor of described structs.
class Fields {
 public:
  virtual ~Fields() = default;

  template <class T>
  void field(std::string_view key, T& value, const FieldSpec& spec) {
    visit_field(key, &value, spec);
  }

  /// An enum, written as one of `names`.
  template <class E, std::size_t N>
  void choice(std::string_view key, E& value, const std::array<Named<E>, N>& names, const FieldSpec& spec) {
    std::vector<std::string> words;
    for (const auto& row : names) words.emplace_back(row.name);
    const std::string word = visit_choice(key, std::string(name_of(value, names)), words, spec);
    for (const auto& row : names)
      if (row.name == word) value = row.value;
  }

  /// A nested described struct: a map in the file.
  template <class T>
  void section(std::string_view key, T& value, const FieldSpec& spec) {
    begin_section(key, spec);
    describe(*this, value);
    end_section();
  }

 protected:
  virtual void visit_field(std::string_view key, Binding value, const FieldSpec& spec) = 0;
  /// @return the word to set: `chosen` for no change
  virtual std::string visit_choice(std::string_view key, const std::string& chosen,
                                   std::span<const std::string> words, const FieldSpec& spec) = 0;
  virtual void begin_section(std::string_view key, const FieldSpec& spec) = 0;
  virtual void end_section() = 0;
};

/// A struct's describe() with the struct already bound.
using Description = std::function<void(Fields&)>;

/// Returns "router.hidden" for "router" and "hidden"; the key alone at the top level.
std::string dotted(std::string_view section, std::string_view key);

/// Returns the bounds as "> 0", ">= 1", "in [0, 1)"; empty if there are none.
std::string bounds_words(const FieldSpec& spec);
bool within_bounds(double value, const FieldSpec& spec);

/// Returns the valid values, for "must be ..." and the manual: "an integer >= 1", "a list of texts".
std::string allowed_words(const Binding& value, const FieldSpec& spec);
std::string allowed_words(std::span<const std::string> choices);

/// Returns the text in quotes, so that no YAML parser reads it as a number, a bool or null: "\"a\\nb\"".
std::string quoted_text(std::string_view text);

/// Returns the bound value as one line of YAML that reads back as the same value: "1e-05", "[256, 64]", "\"a
/// b\"".
std::string value_text(const Binding& value, const FieldSpec& spec);

}  // namespace hybrid::config
