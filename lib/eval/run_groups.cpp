#include "eval/run_groups.h"

#include <algorithm>
#include <optional>

#include "core/error.h"

namespace hybrid::eval {

namespace {

std::string name_of(const MatrixRun& run) {
  return run.path.filename().string();
}

bool same_tests(const MatrixRun& a, const MatrixRun& b) {
  return a.problem.n_test() == b.problem.n_test() && a.problem.examples == b.problem.examples;
}

bool same_inputs(const MatrixRun& a, const MatrixRun& b) {
  return !a.inputs.empty() && a.inputs == b.inputs;
}

/// Whether the run belongs to the data set of `first`.
bool belongs_to(const MatrixRun& run, const MatrixRun& first) {
  if (!run.data_set.empty() || !first.data_set.empty()) return run.data_set == first.data_set;
  return same_tests(run, first) || same_inputs(run, first);
}

void check_meaning(const MatrixRun& first, const MatrixRun& run) {
  if (run.problem.examples.empty())
    throw DataError(run.path, "does not say which test examples it measured; make the run again");
  if (run.problem.accuracy != first.problem.accuracy)
    throw DataError(run.path, fmt::format("means something else by accuracy ({}, not {}) than {}",
                                          in_words(run.problem.accuracy), in_words(first.problem.accuracy),
                                          first.path.string()));
}

/// Checks that a run differs from another one of its data set by its seed alone.
void check_seed(const MatrixRun& first, const MatrixRun& run) {
  const auto [a, b] = std::pair(first.path.string(), run.path.string());
  if (!same_tests(first, run) && !same_inputs(first, run))
    throw InvalidArgument(
        fmt::format("{} and {} are both named {}, but measure other test examples; give them different names",
                    a, b, run.data_set));
  std::optional<std::string> differ;
  if (run.workload.base_macs != first.workload.base_macs ||
      run.workload.cloud_macs != first.workload.cloud_macs)
    differ = "models of other costs (MACs)";
  else if (run.setup != first.setup)
    differ = "another config (beyond the seed)";
  if (differ)
    throw DataError(
        run.path,
        fmt::format("has the examples or prediction sets of {} but {}, so that they are not seeds of "
                    "one experiment; make both alike, or name them as data of their own: A={} B={}",
                    a, *differ, a, b));
}

/// Returns what the runs' names have in common at their beginning, without "-seed" or "-split" at its end.
std::string common_name(std::span<const MatrixRun> runs, const RunGroup& group) {
  const std::string first = name_of(runs[group.runs.front()]);
  std::string common = first;
  for (const std::size_t r : group.runs) {
    const std::string name = name_of(runs[r]);
    const auto [end, other] = std::ranges::mismatch(common, name);
    common.erase(end, common.end());
  }
  if (group.runs.size() > 1) {
    const auto drop_signs = [&] { common.resize(common.find_last_not_of("-_. ") + 1); };
    drop_signs();
    for (const std::string_view word : {"seed", "split"})
      if (common.ends_with(word)) common.resize(common.size() - word.size());
    drop_signs();
  }
  return common.empty() ? first : common;
}

}  // namespace

std::vector<RunGroup> group_by_data_set(std::span<const MatrixRun> runs) {
  std::vector<RunGroup> groups;
  for (std::size_t r = 0; r < runs.size(); ++r) {
    check_meaning(runs.front(), runs[r]);
    const auto first_of = [&](const RunGroup& group) -> const MatrixRun& { return runs[group.runs.front()]; };
    const auto found = std::ranges::find_if(
        groups, [&](const RunGroup& group) { return belongs_to(runs[r], first_of(group)); });
    if (found == groups.end()) {
      groups.push_back({.name = runs[r].data_set, .runs = {r}});
      continue;
    }
    check_seed(first_of(*found), runs[r]);
    if (!same_tests(first_of(*found), runs[r]))
      found->differ = RunsDiffer::by_split;
    else if (found->differ == RunsDiffer::single)
      found->differ = RunsDiffer::by_seed;
    found->runs.push_back(r);
  }
  for (auto& group : groups)
    if (group.name.empty()) group.name = common_name(runs, group);
  for (auto group = groups.begin(); group != groups.end(); ++group)
    if (const auto same =
            std::find_if(groups.begin(), group, [&](const auto& g) { return g.name == group->name; });
        same != group)
      throw InvalidArgument(fmt::format(
          "{} and {} are on other data, but both would be named {}; name them: "
          "A={} B={}",
          runs[same->runs.front()].path.string(), runs[group->runs.front()].path.string(), group->name,
          runs[same->runs.front()].path.string(), runs[group->runs.front()].path.string()));
  return groups;
}

}  // namespace hybrid::eval
