#pragma once
// How two runs of the same command differ, file by file and number by number.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "runs/run_folder.h"

namespace hybrid::runs {

/// How a file of a run differs from the same file of its repetition.
struct FileDifference {
  enum class Kind {
    numbers,     ///< all else is equal
    content,     ///< other text, other arrays, or a file whose numbers are not looked at
    gone,        ///< the repetition did not write it
    added,       ///< only the repetition wrote it
    unreadable,  ///< the file of the first run was changed or removed since: only the hashes are compared
  };
  std::string path;
  Kind kind = Kind::content;
  std::size_t numbers = 0, differing = 0;
  double first = 0, second = 0;  ///< the pair of numbers that differs most
  std::string where;  ///< of that pair: "line 12", "array score_auto, row 3"; of other text, its line
};

/// Returns "numbers", "content" and so on.
std::string_view name_of(FileDifference::Kind kind);

/// Compares every file that the run wrote, by its manifest, with that of its repetition.
/// @throws DataError if a file of the repetition was changed or cannot be read
std::vector<FileDifference> differences_in(const FinishedRun& run, const FinishedRun& again);

/// Returns in words what may explain differences: another commit, CPU, or library.
std::vector<std::string> circumstances_of(const Manifest& run, const Manifest& again);

}  // namespace hybrid::runs
