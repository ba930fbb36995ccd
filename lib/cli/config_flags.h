#pragma once
// Flags for keys of a config, made from the config's description: the fourth visitor of describe()
// (fields.h). A flag's help, unit, bounds, words and default are the key's, and its value is read as the
// key's would be.

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
  std::string default_words = {};   ///< where the flag's default is not the value in the struct
  std::function<void()> then = {};  ///< called as soon as the value is in the struct
};

/// The flags that the command line has, by key.
struct GivenFlag {
  std::string name;
  std::vector<std::string> words;
};
using GivenFlags = std::map<std::string, GivenFlag, std::less<>>;

/// When a value that the key cannot have is refused.
enum class RefuseFlag {
  at_once,     ///< as a wrong command line
  with_config  ///< by last_values(), together with all else that is wrong in a config
};

struct FlagSettings {
  GivenFlags* given = nullptr;    ///< for last_values()
  const char* group = "Options";  ///< the heading in the help
  RefuseFlag refuse = RefuseFlag::at_once;
};

/// Adds an option for each of the flags. What the command line says goes into the struct that the description
/// binds, which has to outlive the parsing.
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

/// For load(): flags come last, as everywhere: default < file < --set < flag. Findings and origins are placed
/// at the flag: "--seed 7".
config::LastValues last_values(const GivenFlags& given);

}  // namespace hybrid::cli
