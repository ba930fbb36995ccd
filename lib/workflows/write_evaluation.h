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

namespace hybrid {

struct EvaluationRun {
  std::string name;
  std::vector<std::string> notes;  ///< lines on top of table.md
  const RoutingProblem& problem;
  EvaluationConfig config;
  std::vector<SystemProfile> profiles;  ///< the first prices metrics.json and curves.csv
  Workload workload;
  SeedTree seed;
  std::optional<Repeats> repeats;  ///< of the evaluation over several splits, of which `problem` is the first
};

/// Evaluates and writes metrics.json, curves.csv, budgets.csv, table.md, pareto.{gp,svg}, the routing
/// problem, the profiles and, if there are repeats, repeats.{csv,json}.
/// @throws DataError if something cannot be written, Interrupted if the user asked to stop
void write_evaluation(const EvaluationRun& run, const std::filesystem::path& folder, Logger& log);

}  // namespace hybrid
