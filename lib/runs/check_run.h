#pragma once
// Whether a finished run, and what it was made from, is as its manifest says: every file, by its hash.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "runs/run_folder.h"

namespace hybrid::runs {

/// A file that is not as the manifest says.
struct FileFault {
  enum class Kind {
    changed,        ///< a file of the run
    missing,        ///< a file of the run
    unlisted,       ///< in the run's folder, but no file of the run
    input_changed,  ///< a file that the run was made from
    input_missing,
  };
  Kind kind = Kind::changed;
  std::string path;       ///< of the run's files relative to it, else as the manifest has it
  std::string role;       ///< of an input: "base"
  std::string now, then;  ///< SHA-256 of what is there and in the manifest; empty where there is none
  bool operator==(const FileFault&) const = default;
};

/// Returns "changed", "missing", "unlisted", "input changed", "input missing".
std::string_view name_of(FileFault::Kind kind);

struct RunCheck {
  std::size_t files = 0, inputs = 0;  ///< that were read
  std::uintmax_t bytes = 0;           ///< of these files
  std::vector<FileFault> faults;      ///< of the run's files, then of its inputs
};

/// Hashes every file of the run.
/// @param with_inputs also every file that the run was made from
/// @throws DataError if a file cannot be read
RunCheck check_run(const FinishedRun& run, bool with_inputs);

/// Returns the faults of the files that the run was made from.
/// @throws DataError if a file cannot be read
std::vector<FileFault> check_inputs(const Manifest& manifest);

}  // namespace hybrid::runs
