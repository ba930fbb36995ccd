#pragma once

#include <string>

#include "config/fields.h"
#include "config/load.h"

namespace hybrid::config {

/// The described struct as YAML with every key, in the order of its description. Reads back as an equal
/// struct.
/// @param places if given, each line says in a comment where its value came from
std::string write_fields(const Description& description, const KeyPlaces* places = nullptr);

/// The resolved config, as a run keeps it.
template <class T>
std::string to_yaml(const T& config) {
  T copy = config;  // describe() binds members it could write to
  return write_fields([&](Fields& f) { describe(f, copy); });
}

/// The resolved config with the origin of each value, as `hybrid config show` prints it.
template <class T>
std::string to_yaml_with_origins(const Loaded<T>& config) {
  T copy = config.value;
  return write_fields([&](Fields& f) { describe(f, copy); }, &config.places);
}

}  // namespace hybrid::config
