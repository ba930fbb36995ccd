#pragma once
// The result files of every run, written identically by `train` and `evaluate`.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/log.h"
#include "core/seed.h"
#include "eval/evaluation.h"
#include "eval/repeats.h"

namespace hybrid::workflows {

/// The file of a run that `evaluate` and `train` print (report/first_screen.h).
inline constexpr const char* kSummaryFile = "summary.txt";

struct EvaluationRun {
  std::string name;
  std::vector<std::string> notes;  ///< lines at the top of table.md
  const eval::RoutingProblem& problem;
  config::EvaluationConfig config;
  std::vector<cost::SystemProfile> profiles;  ///< the first one is used in metrics.json and curves.csv
  cost::Workload workload;
  SeedTree seed;
  /// The evaluation over several splits, the first of which is `problem`.
  std::optional<eval::Repeats> repeats = {};
  std::optional<double> confidence = {};  ///< of the thresholds
  std::string foot = {};                  ///< the last line of table.md
};

/// Returns where a run keeps its copy of a profile: "systems/1-paper-table3.yaml".
/// @param place its place among the run's profiles, from 1
std::string profile_path(std::size_t place, const cost::SystemProfile& profile);

/// Evaluates and writes metrics.json, curves.csv, budgets.csv, table.md, summary.txt, pareto.{gp,svg}, the
/// routing problem, the profiles and, if there are repeats, repeats.{csv,json}; if asked for, table.tex and
/// pareto.{png,pdf}.
/// @throws DataError if a file cannot be written
/// @throws Interrupted if the user interrupts
void write_evaluation(const EvaluationRun& run, const std::filesystem::path& folder, Logger& log);

}  // namespace hybrid::workflows
