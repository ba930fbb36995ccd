#pragma once
// Reads finished runs on several data sets and compares their methods (eval/method_matrix.h).

#include <filesystem>
#include <span>
#include <string>

#include "eval/method_matrix.h"

namespace hybrid::workflows {

struct NamedRun {
  std::string data_set;  ///< empty: recognised by the run's examples
  std::filesystem::path path;
};

/// Compares the methods of the runs.
/// @throws InvalidArgument for a run that is given twice, and as eval::method_matrix
/// @throws DataError if a run cannot be read or was changed, and as eval::method_matrix
eval::MethodMatrix compare_matrix(std::span<const NamedRun> runs, const eval::MatrixRequest& request);

}  // namespace hybrid::workflows
