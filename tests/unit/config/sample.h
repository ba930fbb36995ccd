#pragma once
// A config with one field of every kind, for the tests of the reader, the writer and the manual.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "config/fields.h"
#include "config/findings.h"

namespace hybrid::test {

enum class Colour { red, green };
inline constexpr std::array kColourNames{config::Named{Colour::red, "red"},
                                         config::Named{Colour::green, "green"}};

struct Inner {
  double rate = 0.5;
  std::string label = "none";
  bool operator==(const Inner&) const = default;
};

struct Sample {
  bool flag = false;
  int count = 3;
  std::int64_t large = 1;
  double share = 0.25;
  std::optional<double> target;
  std::string text = "plain";
  std::string lower = "abc";
  std::vector<int> widths = {8};
  std::vector<double> budgets = {1.5};
  std::vector<std::string> names;
  Colour colour = Colour::red;
  Inner inner;
  bool operator==(const Sample&) const = default;
};

inline bool is_lower(std::string_view text) {
  return !text.empty() && text.find_first_not_of("abcdefghijklmnopqrstuvwxyz") == std::string_view::npos;
}

inline void describe(config::Fields& f, Inner& c) {
  f.field("rate", c.rate, {.doc = "a rate", .above = 0});
  f.field("label", c.label, {.doc = "a label"});
}

inline void describe(config::Fields& f, Sample& c) {
  f.field("flag", c.flag, {.doc = "a flag"});
  f.field("count", c.count, {.doc = "a count", .unit = "things", .paper = "3 (Table 9)", .min = 1});
  f.field("large", c.large, {.doc = "a large number"});
  f.field("share", c.share, {.doc = "a share", .min = 0, .below = 1});
  f.field("target", c.target, {.doc = "a target", .min = 0, .max = 1, .empty_word = "oracle"});
  f.field("text", c.text, {.doc = "this | that"});
  f.field("lower", c.lower, {.doc = "a word", .check = is_lower, .check_words = "lower-case letters"});
  f.section("inner", c.inner, {.doc = "The inner part."});
  f.field("widths", c.widths, {.doc = "widths", .min = 1});
  f.field("budgets", c.budgets, {.doc = "budgets", .above = 0, .non_empty = true, .unique = true});
  f.field("names", c.names, {.doc = "names"});
  f.choice("colour", c.colour, kColourNames, {.doc = "a colour"});
}

/// A rule between fields, and one within the inner part.
inline void validate(const Inner& c, const config::Findings& findings) {
  if (c.label == "fast" && c.rate < 0.1) findings.add({"rate", "label"}, "fast needs a rate of 0.1");
}

inline void validate(const Sample& c, const config::Findings& findings) {
  validate(c.inner, findings.in("inner"));
  if (c.flag && c.count < 3) findings.add({"count", "flag"}, "flag needs a count of 3");
}

}  // namespace hybrid::test
