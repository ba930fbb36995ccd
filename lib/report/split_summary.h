#pragma once
// Comparison of the finished runs of split computation with early exits, one for each split point.

#include <string>
#include <vector>

#include "runs/split_file.h"

namespace hybrid::report {

/// Returns a table of the splits, then accuracies by coverage.
std::string splits_markdown(const std::vector<runs::SplitResult>& results);
/// Returns one row per split point, at full precision.
std::string splits_csv(const std::vector<runs::SplitResult>& results);

}  // namespace hybrid::report
