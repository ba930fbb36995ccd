#pragma once

#include <string>
#include <vector>

#include "config/evaluation.h"
#include "core/folders.h"
#include "core/log.h"

namespace hybrid::cli {

struct ReproduceOptions {
  std::vector<std::string> tables;  ///< empty: all
  std::vector<std::string> runs;    ///< folders of finished runs; empty: results/runs, then results/published
  std::string out = results_folder().string();
  bool strict = false;
  config::EvaluationConfig more{.pictures = {"png"}};  ///< its pictures and latex: what is written besides
};

/// Makes the paper's tables and figures from finished runs, and prints a summary.
/// @throws UsageError for unknown names
/// @throws DataError if a run is invalid or, with `strict`, something is missing
void reproduce_tables(const ReproduceOptions& options, Logger& log);

}  // namespace hybrid::cli
