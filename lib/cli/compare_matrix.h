#pragma once
// hybrid compare --matrix: runs on several data sets, or several seeds of one.

#include <cstdint>
#include <string>
#include <vector>

#include "core/log.h"

namespace hybrid::cli {

struct MatrixOptions {
  std::vector<std::string> runs;  ///< RUN or NAME=RUN
  std::vector<std::string> methods;
  std::string against;
  std::vector<double> coverages;
  std::int64_t bootstrap = 1000, seed = 1;
  std::string out;    ///< file; its ending decides between JSON, CSV, Markdown and LaTeX
  std::string latex;  ///< file
  bool json = false;
};

/// Compares the methods of the runs, prints the result and writes the files.
/// @throws UsageError for fewer than two runs, and for methods in pairs
void run_compare_matrix(const MatrixOptions& options, Logger& log);

}  // namespace hybrid::cli
