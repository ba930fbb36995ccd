#pragma once
// The files that every run ends with, be it made by `train` or by `evaluate`: so both have the same readers.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/log.h"
#include "core/seed.h"
#include "eval/evaluation.h"
#include "eval/repeats.h"

namespace hybrid::workflows {

struct EvaluationRun {
  std::string name;
  std::vector<std::string> notes;  ///< lines on top of table.md
  const eval::RoutingProblem& problem;
  config::EvaluationConfig config;
  std::vector<cost::SystemProfile> profiles;  ///< the first prices metrics.json and curves.csv
  cost::Workload workload;
  SeedTree seed;
  std::optional<eval::Repeats>
      repeats;  ///< of the evaluation over several splits, of which `problem` is the first
};

/// Evaluates and writes metrics.json, curves.csv, budgets.csv, table.md, pareto.{gp,svg}, the routing
/// problem, the profiles and, if there are repeats, repeats.{csv,json}.
/// @throws DataError if something cannot be written, Interrupted if the user asked to stop
void write_evaluation(const EvaluationRun& run, const std::filesystem::path& folder, Logger& log);

}  // namespace hybrid::workflows
