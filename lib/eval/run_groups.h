#pragma once
// Which finished runs are runs on one data set. Runs on the same test examples, or on other splits of the
// same prediction sets, count once: taken for data sets of their own they would make a difference look
// certain.

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "cost/system_cost.h"
#include "eval/routing_problem.h"

namespace hybrid::eval {

/// A run to be compared with others over data sets.
struct MatrixRun {
  std::filesystem::path path;  ///< its last part is the run's name
  std::string data_set;        ///< as the user names it; empty: recognised by the examples
  std::string inputs;          ///< identifies the prediction sets that were read; empty for a training
  std::string setup;           ///< the config without the seed
  cost::Workload workload;
  RoutingProblem problem;
};

/// How the runs of a data set differ.
enum class RunsDiffer {
  single,    ///< there is only one
  by_seed,   ///< the same test examples; other seeds of trainings or fits
  by_split,  ///< the same prediction sets, split otherwise: the test parts overlap
};

struct RunGroup {
  std::string name;
  RunsDiffer differ = RunsDiffer::single;
  std::vector<std::size_t> runs;  ///< indices, in the order given
};

/// Groups the runs by data set, in the order of first occurrence.
/// @throws DataError for a run that does not say which examples it measured, that means something else by
/// accuracy than the first, and for runs on the same examples that are not seeds of one experiment: with
/// other costs or another config
/// @throws InvalidArgument if two data sets have the same name, or runs of one name have other examples
std::vector<RunGroup> group_by_data_set(std::span<const MatrixRun> runs);

}  // namespace hybrid::eval
