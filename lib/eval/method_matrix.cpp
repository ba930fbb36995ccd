#include "eval/method_matrix.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/error.h"
#include "core/text.h"
#include "eval/folds.h"
#include "eval/paired_folds.h"
#include "stats/resampled_interval.h"

namespace hybrid::eval {

namespace {

bool has_curve(const Method& method) {
  return method.kind == MethodKind::scored || method.kind == MethodKind::random;
}

const Method* curve_of(const RoutingProblem& problem, const std::string& name) {
  const auto found = std::ranges::find(problem.methods, name, &Method::name);
  return found != problem.methods.end() && has_curve(*found) ? &*found : nullptr;
}

std::vector<std::string> without(std::span<const MatrixRun> runs, const std::string& method) {
  std::vector<std::string> names;
  for (const auto& run : runs)
    if (curve_of(run.problem, method) == nullptr) names.push_back(run.path.filename().string());
  return names;
}

/// Returns the names of all scored methods of the runs, in the order of first occurrence.
std::vector<std::string> all_methods(std::span<const MatrixRun> runs) {
  std::vector<std::string> names;
  for (const auto& run : runs)
    for (const auto& method : run.problem.methods)
      if (method.kind == MethodKind::scored && std::ranges::find(names, method.name()) == names.end())
        names.push_back(method.name());
  return names;
}

/// Returns the methods to compare, and fills in what is left out.
std::vector<std::string> methods_of(std::span<const MatrixRun> runs, const MatrixRequest& request,
                                    std::map<std::string, std::vector<std::string>>& left_out) {
  const std::vector<std::string> all = all_methods(runs);
  std::vector<std::string> common;
  for (const auto& name : all) {
    auto lacking = without(runs, name);
    if (lacking.empty())
      common.push_back(name);
    else if (request.methods.empty())
      left_out[name] = std::move(lacking);
  }
  const auto require_everywhere = [&](const std::string& name) {
    const auto lacking = without(runs, name);
    if (lacking.size() == runs.size() && std::ranges::find(all, name) == all.end())
      throw InvalidArgument(fmt::format("no run has a curve of '{}'{}; all have {}", name,
                                        did_you_mean(name, common),
                                        common.empty() ? "no method in common" : join(common)));
    if (!lacking.empty())
      throw InvalidArgument(fmt::format(
          "{} is not in {}; {}", name, join(lacking),
          common.empty() ? "the runs have no method in common" : "all runs have " + join(common)));
  };
  require_everywhere(request.against);
  for (const auto& name : request.methods) require_everywhere(name);
  std::vector<std::string> chosen = request.methods.empty() ? common : request.methods;
  std::erase(chosen, request.against);
  if (!chosen.empty()) return chosen;
  if (!request.methods.empty() || left_out.empty())
    throw InvalidArgument(fmt::format("there is no method to compare with {} but itself", request.against));
  std::vector<std::string> parts;
  for (const auto& [name, lacking] : left_out)
    parts.push_back(fmt::format("{} is not in {}", name, join(lacking)));
  throw InvalidArgument(
      fmt::format("the runs have only {} in common: {}", request.against, join(parts, "; ")));
}

/// The folds of `against`, then of each method, in one run.
using RunFolds = std::vector<std::vector<Fold>>;

RunFolds folds_in(const RoutingProblem& problem, const std::string& against,
                  const std::vector<std::string>& methods) {
  RunFolds folds{folds_of(problem, *curve_of(problem, against))};
  for (const auto& name : methods) folds.push_back(folds_of(problem, *curve_of(problem, name)));
  return folds;
}

double mean_accuracy(std::span<const Fold> folds, const std::vector<double>& coverages) {
  double sum = 0;
  for (const double coverage : coverages) sum += matched_accuracy(folds, coverage);
  return sum / static_cast<double>(coverages.size());
}

/// Adds `share` times the expected utility of each example, averaged over the coverages, in the order of the
/// problem.
void add_utility(std::vector<double>& values, std::span<const Fold> folds,
                 const std::vector<double>& coverages, double share) {
  for (const double coverage : coverages) {
    const std::vector<double> by_fold = expected_utility(folds, coverage);
    std::size_t next = 0;
    for (const auto& fold : folds)
      for (const std::size_t row : fold.test_rows)
        values[row] += share * by_fold[next++] / static_cast<double>(coverages.size());
  }
}

/// Returns the intervals of one run's gains: a paired bootstrap over its examples.
std::vector<stats::Interval> over_examples(const RunFolds& folds, const MatrixRequest& request,
                                           SeedTree seed) {
  const std::vector<std::span<const Fold>> methods(folds.begin(), folds.end());
  const BootstrapAccuracies bootstrap = paired_bootstrap(methods, request.coverages, request.bootstrap, seed);
  std::vector<stats::Interval> intervals;
  for (std::size_t m = 1; m < folds.size(); ++m) {
    std::vector<double> mean(request.bootstrap);
    for (std::size_t c = 0; c < request.coverages.size(); ++c) {
      const auto differences = bootstrap.differences(m, 0, c);
      for (std::size_t r = 0; r < mean.size(); ++r)
        mean[r] += differences[r] / static_cast<double>(request.coverages.size());
    }
    intervals.push_back(stats::central_95(std::move(mean)));
  }
  return intervals;
}

/// Returns the interval of a gain over other seeds and other examples.
stats::Interval over_seeds(const stats::Spread& gain, std::span<const RunFolds> runs, std::size_t method,
                           std::size_t n_test, const std::vector<double>& coverages) {
  std::vector<double> examples(n_test, 0.0);
  for (const auto& folds : runs) {
    add_utility(examples, folds[method], coverages, 1 / static_cast<double>(runs.size()));
    add_utility(examples, folds[0], coverages, -1 / static_cast<double>(runs.size()));
  }
  const double deviation = stats::spread_of(std::move(examples)).deviation;
  return stats::seeds_interval(gain, deviation * deviation, n_test);
}

double half_width(const stats::Interval& interval) {
  return (interval.high - interval.low) / 2;
}

/// Returns the interval of a gain over other splits, never narrower than that of any single run: few splits
/// may agree by chance.
/// @param single each run's intervals of the methods, over its examples
stats::Interval over_splits(const stats::Spread& gain, double rho,
                            std::span<const std::vector<stats::Interval>> single, std::size_t method) {
  double half = half_width(stats::resampled_interval(gain, rho));
  for (const auto& intervals : single) half = std::max(half, half_width(intervals[method]));
  return {gain.mean - half, gain.mean + half};
}

/// Returns the column of a data set: a cell per method.
std::vector<MatrixCell> cells_of(std::span<const MatrixRun> runs, const RunGroup& group,
                                 const std::vector<std::string>& methods, const MatrixRequest& request,
                                 MatrixDataSet& data_set) {
  std::vector<RunFolds> folds;
  for (const std::size_t r : group.runs) {
    folds.push_back(folds_in(runs[r].problem, request.against, methods));
    data_set.runs.push_back(runs[r].path.filename().string());
    data_set.against_accuracy +=
        mean_accuracy(folds.back().front(), request.coverages) / static_cast<double>(group.runs.size());
  }
  const RoutingProblem& first = runs[group.runs.front()].problem;
  data_set.n_test = first.n_test();
  std::vector<std::vector<stats::Interval>> single;
  if (group.differ != RunsDiffer::by_seed)
    for (std::size_t r = 0; r < folds.size(); ++r)  // by what was measured: a name changes no interval
      single.push_back(
          over_examples(folds[r], request, request.seed.at(runs[group.runs[r]].problem.examples)));
  std::vector<MatrixCell> cells;
  for (std::size_t m = 0; m < methods.size(); ++m) {
    std::vector<double> gains;
    for (const auto& run : folds)
      gains.push_back(mean_accuracy(run[m + 1], request.coverages) -
                      mean_accuracy(run.front(), request.coverages));
    MatrixCell cell{.gain = stats::spread_of(std::move(gains)), .ci = {}};
    const auto n_test = static_cast<double>(first.n_test()), n_tune = static_cast<double>(first.n_tune());
    if (group.differ == RunsDiffer::single)
      cell.ci = single.front()[m];
    else if (group.differ == RunsDiffer::by_split)
      cell.ci = over_splits(cell.gain, n_test / (n_test + n_tune), single, m);
    else
      cell.ci = over_seeds(cell.gain, folds, m + 1, first.n_test(), request.coverages);
    cell.verdict = verdict_of(cell.ci);
    cells.push_back(std::move(cell));
  }
  return cells;
}

/// Returns the interval of the mean gain over data sets. If their gains are equal by chance, their spread
/// says nothing, and the intervals of the single data sets are combined.
stats::Interval over_data_sets(const MatrixMethod& method) {
  constexpr double kRounding = 1e-12;
  if (method.gain.deviation > kRounding) return stats::resampled_interval(method.gain, 0);
  double squares = 0;
  for (const auto& cell : method.cells) squares += half_width(cell.ci) * half_width(cell.ci);
  const double half = std::sqrt(squares) / static_cast<double>(method.cells.size());
  return {method.gain.mean - half, method.gain.mean + half};
}

MatrixMethod summed_up(const std::string& name, std::vector<MatrixCell> cells) {
  MatrixMethod method{.name = name, .cells = std::move(cells), .gain = {}, .ci = {}};
  std::vector<double> gains;
  for (const auto& cell : method.cells) {
    gains.push_back(cell.gain.mean);
    method.ahead += cell.verdict == Verdict::ahead ? 1U : 0U;
    method.behind += cell.verdict == Verdict::behind ? 1U : 0U;
  }
  method.gain = stats::spread_of(std::move(gains));
  method.ci = method.cells.size() == 1 ? method.cells.front().ci : over_data_sets(method);
  method.verdict = verdict_of(method.ci);
  return method;
}

MatrixRanks ranks_over(const std::vector<MatrixMethod>& methods, std::size_t data_sets, SeedTree seed) {
  std::vector<std::vector<double>> gains(data_sets, std::vector<double>{0});  // `against` gains nothing
  for (const auto& method : methods)
    for (std::size_t d = 0; d < data_sets; ++d) gains[d].push_back(method.gain.values[d]);
  return {.friedman = stats::friedman(gains, seed),
          .critical_difference = stats::nemenyi_difference(methods.size() + 1, data_sets)};
}

/// Returns the names of data sets that measure the test examples of an earlier one.
std::vector<std::string> shared_examples(std::span<const MatrixRun> runs, std::span<const RunGroup> groups) {
  std::vector<std::string> names, seen;
  for (const auto& group : groups) {
    const std::string& examples = runs[group.runs.front()].problem.examples;
    if (std::ranges::find(seen, examples) != seen.end()) names.push_back(group.name);
    seen.push_back(examples);
  }
  return names;
}

}  // namespace

MethodMatrix method_matrix(std::span<const MatrixRun> runs, const MatrixRequest& request) {
  HYBRID_CHECK(!request.coverages.empty(), "no coverages");
  if (runs.size() < 2) throw InvalidArgument("one run is not compared over data sets or seeds; give more");
  const std::vector<RunGroup> groups = group_by_data_set(runs);
  MethodMatrix matrix{.against = request.against, .coverages = request.coverages};
  const std::vector<std::string> methods = methods_of(runs, request, matrix.left_out);
  std::vector<std::vector<MatrixCell>> rows(methods.size());
  for (const auto& group : groups) {
    MatrixDataSet data_set{.name = group.name, .differ = group.differ, .runs = {}};
    auto cells = cells_of(runs, group, methods, request, data_set);
    for (std::size_t m = 0; m < methods.size(); ++m) rows[m].push_back(std::move(cells[m]));
    matrix.data_sets.push_back(std::move(data_set));
  }
  for (std::size_t m = 0; m < methods.size(); ++m)
    matrix.methods.push_back(summed_up(methods[m], std::move(rows[m])));
  if (request.methods.empty())
    std::ranges::stable_sort(matrix.methods, [](const MatrixMethod& a, const MatrixMethod& b) {
      return a.gain.mean > b.gain.mean;
    });
  if (groups.size() > 1) matrix.ranks = ranks_over(matrix.methods, groups.size(), request.seed);
  matrix.shared = shared_examples(runs, groups);
  return matrix;
}

}  // namespace hybrid::eval
