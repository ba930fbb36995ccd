#pragma once

#include <string>

namespace hybrid {

/// The version of the results. Raise it only when the same command on the same data gives other numbers:
/// tables use runs of this version alone, whatever the version of the program.
inline constexpr int kResultsVersion = 1;

/// Describes how this binary was built; recorded in every manifest and shown by `--version`.
struct BuildInfo {
  std::string version;     ///< of the project, "0.1.0"
  std::string commit;      ///< short commit id, "-dirty.<hash>" appended for uncommitted changes; "unknown"
  std::string build_type;  ///< "Release", "Debug"
  std::string compiler;    ///< "GCC 12.2.0"
  std::string flags;
  bool dirty() const { return commit.find("-dirty") != std::string::npos; }
};

const BuildInfo& build_info();

}  // namespace hybrid
