#pragma once
// Config texts in which each '^' marks the place of an expected finding and is taken out before parsing.

#include <catch2/catch.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/load.h"

namespace hybrid::test {

inline constexpr std::string_view kFile = "configs/test.yaml";

struct MarkedYaml {
  std::string text;
  std::vector<Location> marks;
};

inline MarkedYaml unmark(std::string_view marked) {
  MarkedYaml yaml;
  Location here{std::string(kFile), 1, 1};
  for (const char c : marked) {
    if (c == '^') {
      yaml.marks.push_back(here);
      continue;
    }
    yaml.text += c;
    here =
        c == '\n' ? Location{here.file, here.line + 1, 1} : Location{here.file, here.line, here.column + 1};
  }
  return yaml;
}

/// All that is wrong with a config of type T; empty if nothing is.
template <class T>
std::vector<Diagnostic> findings_in(std::string_view text, std::span<const std::string> sets = {}) {
  try {
    config::load_text<T>(text, kFile, sets);
  } catch (const ConfigError& e) {
    return e.diagnostics();
  }
  return {};
}

/// Requires exactly these findings, the i-th at the i-th mark.
template <class T>
void require_findings(std::string_view marked, const std::vector<std::string>& messages) {
  const MarkedYaml yaml = unmark(marked);
  REQUIRE(yaml.marks.size() == messages.size());
  const auto found = findings_in<T>(yaml.text);
  INFO(marked);
  for (const auto& d : found) UNSCOPED_INFO(to_string(d.where) << ": " << d.message);
  REQUIRE(found.size() == messages.size());
  for (std::size_t i = 0; i < messages.size(); ++i) {
    REQUIRE(found[i].message == messages[i]);
    REQUIRE(to_string(found[i].where) == to_string(yaml.marks[i]));
  }
}

/// Requires this one finding, placed at the --set text itself.
template <class T>
void require_set_finding(std::string_view text, const std::string& set, const std::string& message) {
  const std::vector<std::string> sets = {set};
  const auto found = findings_in<T>(text, sets);
  INFO(set);
  REQUIRE(found.size() == 1);
  REQUIRE(found[0].message == message);
  REQUIRE(to_string(found[0].where) == "--set " + set);
}

}  // namespace hybrid::test
