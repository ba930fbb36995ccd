#pragma once

#include <initializer_list>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"

namespace hybrid::config {

/// Where each given key stands, by its dotted name. A key that is not in here has its default.
using KeyPlaces = std::map<std::string, Location, std::less<>>;

/// What one pass over a config has found.
struct ConfigReport {
  std::vector<Diagnostic> diagnostics;
  KeyPlaces places;  ///< "" is the start of the file
  std::set<std::string, std::less<>>
      faulty;  ///< keys whose value could not be used; the struct holds the default

  void add(const Location& where, std::string message) { diagnostics.push_back({where, std::move(message)}); }
};

/// Where `key` was given, else the nearest section around it that was, else the start of the file.
Location place_of(const KeyPlaces& places, std::string_view key);

/// Whether the key, or a section around it, could not be read.
bool is_faulty(const ConfigReport& report, std::string_view key);

/// What the rules between fields report to, in
///     void validate(const DataConfig& c, const Findings& findings).
/// A handle to the report: cheap to copy, keys are relative to its section.
class Findings {
 public:
  explicit Findings(ConfigReport& report, std::string section = "")
      : report_(report), section_(std::move(section)) {}

  /// The same report as the rules of that section see it.
  Findings in(std::string_view section) const;
  Location at(std::string_view key) const;
  /// A rule between these keys is broken. Located at the first of them that was given; dropped if one of them
  /// could not be read, because the rule has then seen its default instead.
  void add(std::initializer_list<std::string_view> keys, const std::string& message) const;

 private:
  ConfigReport& report_;
  std::string section_;
};

}  // namespace hybrid::config
