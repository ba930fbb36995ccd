#pragma once
// YAML file and --set texts in, a checked struct out. All that is wrong with a config is found in one pass,
// before any work, and thrown together as one ConfigError.

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "config/fields.h"
#include "config/findings.h"
#include "core/files.h"

namespace hybrid::config {

/// A config and where its values came from.
template <class T>
struct Loaded {
  T value;
  KeyPlaces places;
  std::filesystem::path folder;  ///< of the config file; file names in the config are relative to it
};

/// Where the value of that dotted key came from: "default", "file:line:column", "--set key=value" or a flag.
std::string origin_of(const KeyPlaces& places, std::string_view key);

/// Reads what comes after the file and the `--set` texts into what the description binds: a command's flags.
using LastValues = std::function<void(const Description& description, ConfigReport& report)>;

/// Reads `text`, the overrides and the last values into what the description binds; findings go into the
/// report.
void read_config(std::string_view text, const std::filesystem::path& file, std::span<const std::string> sets,
                 const LastValues& last, const Description& description, ConfigReport& report);

/// The same as load(), from a text that is called `file`.
template <class T>
Loaded<T> load_text(std::string_view text, const std::filesystem::path& file,
                    std::span<const std::string> sets = {}, const LastValues& last = {}) {
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

/// The config in `file`, changed by `sets` ("router.hidden=[128,32]") and then by `last`, checked by T's
/// describe() and, if it has one, validate(). @throws DataError if the file cannot be read, ConfigError with
/// everything that is wrong in it.
template <class T>
Loaded<T> load(const std::filesystem::path& file, std::span<const std::string> sets = {},
               const LastValues& last = {}) {
  return load_text<T>(read_file(file), file, sets, last);
}

}  // namespace hybrid::config
