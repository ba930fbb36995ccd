#pragma once

#include <string>

#include "config/fields.h"
#include "config/load.h"

namespace hybrid::config {

/// Returns the described struct as YAML with every key, in the order of the description. Reads back as an
/// equal struct.
/// @param places if given, a comment on each line names the origin of the value
std::string write_fields(const Description& description, const KeyPlaces* places = nullptr);

/// Returns the resolved config, as stored in a run folder.
template <class T>
std::string to_yaml(const T& config) {
  T copy = config;  // describe() binds mutable members
  return write_fields([&](Fields& f) { describe(f, copy); });
}

/// Returns what differs from the defaults, and what has none, for a file that people read. Reads back as an
/// equal struct.
std::string write_changed_fields(const Description& description, const Description& defaults);
template <class T>
std::string to_short_yaml(const T& config) {
  T copy = config, defaults;
  return write_changed_fields([&](Fields& f) { describe(f, copy); },
                              [&](Fields& f) { describe(f, defaults); });
}

/// Returns the resolved config with the origin of each value, as printed by `hybrid config show`.
template <class T>
std::string to_yaml_with_origins(const Loaded<T>& config) {
  T copy = config.value;
  return write_fields([&](Fields& f) { describe(f, copy); }, &config.places);
}

}  // namespace hybrid::config
