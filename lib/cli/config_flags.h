#pragma once
// Flags for keys of a config, generated from the config's description: the fourth visitor of describe()
// (fields.h). A flag has the key's help, unit, bounds, words and default, and its value is parsed like the
// key's.

#include <CLI/CLI.hpp>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "config/fields.h"
#include "config/load.h"

namespace hybrid::cli {

struct ConfigFlag {
  std::string_view key;             ///< dotted: "evaluation.coverages"
  std::string_view names;           ///< "--cross-fit,--exchange"; messages use the first
  std::string default_words = {};   ///< if the flag's default differs from the struct's
  std::function<void()> then = {};  ///< called when the value is set in the struct
};

/// The flags given on the command line, by key.
struct GivenFlag {
  std::string name;
  std::vector<std::string> words;
};
using GivenFlags = std::map<std::string, GivenFlag, std::less<>>;

/// The time at which an invalid value is reported.
enum class RefuseFlag {
  at_once,     ///< as an error of the command line
  with_config  ///< by flag_values(), together with all other errors of a config; but at once if no integer
};

struct FlagSettings {
  GivenFlags* given = nullptr;    ///< receives the flags for flag_values()
  const char* group = "Options";  ///< heading in the help
  RefuseFlag refuse = RefuseFlag::at_once;
};

/// Adds an option for each flag. Values are written to the struct bound by the description, which must
/// outlive the parsing.
/// @throws InternalError for a key that is not in the description
void add_config_flags(CLI::App& app, const config::Description& description,
                      const std::vector<ConfigFlag>& flags, const FlagSettings& settings = {});

template <class T>
requires requires(config::Fields& f, T& config) {
  describe(f, config);
}
void add_config_flags(CLI::App& app, T& config, const std::vector<ConfigFlag>& flags,
                      const FlagSettings& settings = {}) {
  add_config_flags(app, config::Description([&config](config::Fields& f) { describe(f, config); }), flags,
                   settings);
}

/// Returns the flags' values for load(), with the highest precedence: default < file < --set < flag. Findings
/// and origins refer to the flag: "--seed 7".
config::FlagValues flag_values(const GivenFlags& given);

}  // namespace hybrid::cli
