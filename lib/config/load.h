#pragma once
// Loads a YAML file and --set texts into a checked struct. All errors in a config are found in one pass,
// before any work, and thrown as one ConfigError.

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "config/fields.h"
#include "config/findings.h"
#include "core/files.h"

namespace hybrid::config {

/// A config and the origins of its values.
template <class T>
struct Loaded {
  T value;
  KeyPlaces places;
  std::filesystem::path folder;  ///< folder of the config file; file names in the config are relative to it
};

/// Returns the origin of a value by its dotted key: "default", "file:line:column", "--set key=value" or a
/// flag.
std::string origin_of(const KeyPlaces& places, std::string_view key);

/// Reads values with precedence over the file and the `--set` texts (a command's flags) into the bound
/// struct.
using FlagValues = std::function<void(const Description& description, ConfigReport& report)>;

/// Reads `text`, the overrides and the last values into the bound struct and adds findings to the report.
void read_config(std::string_view text, const std::filesystem::path& file, std::span<const std::string> sets,
                 const FlagValues& last, const Description& description, ConfigReport& report);

/// Like load(), from a text instead of a file.
/// @param file path that findings name and relative file names refer to
template <class T>
Loaded<T> load_text(std::string_view text, const std::filesystem::path& file,
                    std::span<const std::string> sets = {}, const FlagValues& last = {}) {
  Loaded<T> loaded{.value = {}, .places = {}, .folder = file.parent_path()};
  ConfigReport report;
  read_config(
      text, file, sets, last, [&](Fields& f) { describe(f, loaded.value); }, report);
  if constexpr (requires(const Findings& findings) { validate(loaded.value, findings); })
    validate(loaded.value, Findings(report));
  if (!report.diagnostics.empty()) throw ConfigError(std::move(report.diagnostics));
  loaded.places = std::move(report.places);
  return loaded;
}

/// Returns the config in `file`, overridden by `sets` ("router.hidden=[128,32]") and then by `last`, and
/// checked by T's describe() and, if present, validate().
/// @throws DataError if the file cannot be read
/// @throws ConfigError with all errors
template <class T>
Loaded<T> load(const std::filesystem::path& file, std::span<const std::string> sets = {},
               const FlagValues& last = {}) {
  return load_text<T>(read_file(file), file, sets, last);
}

}  // namespace hybrid::config
