#pragma once

#include <initializer_list>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"

namespace hybrid::config {

/// The location of each given key, by its dotted name. A key that is not in the map has its default.
using KeyPlaces = std::map<std::string, Location, std::less<>>;

/// The findings of one pass over a config.
struct ConfigReport {
  std::vector<Diagnostic> diagnostics;
  KeyPlaces places;  ///< "" is the start of the file
  /// Keys with an unusable value; the struct holds the default.
  std::set<std::string, std::less<>> faulty;

  void add(const Location& where, std::string message) { diagnostics.push_back({where, std::move(message)}); }
};

/// Returns the location of `key`, else that of the nearest enclosing section that was given, else the start
/// of the file.
Location place_of(const KeyPlaces& places, std::string_view key);

/// Returns whether the key, or an enclosing section, could not be read.
bool is_faulty(const ConfigReport& report, std::string_view key);

/// The interface through which the rules between fields report, in
///     void validate(const DataConfig& c, const Findings& findings).
/// A handle to the report: cheap to copy, with keys relative to its section.
class Findings {
 public:
  explicit Findings(ConfigReport& report, std::string section = "")
      : report_(report), section_(std::move(section)) {}

  /// Returns a handle to the same report for that section.
  Findings in(std::string_view section) const;
  Location at(std::string_view key) const;
  /// Reports a broken rule between these keys, located at the first of them that was given. Ignored if one of
  /// them could not be read, because the rule has then used its default.
  void add(std::initializer_list<std::string_view> keys, const std::string& message) const;

 private:
  ConfigReport& report_;
  std::string section_;
};

}  // namespace hybrid::config
