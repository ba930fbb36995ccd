#include "workflows/audit_input.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "config/load.h"
#include "config/pair.h"
#include "core/csv.h"
#include "core/error.h"
#include "core/words.h"
#include "eval/split.h"
#include "runs/outcomes_file.h"
#include "runs/run_folder.h"

namespace hybrid::workflows {

namespace fs = std::filesystem;

namespace {

const std::vector<std::string>& given_ids(const predictions::PredictionPair& pair) {
  return pair.base.ids.empty() ? pair.cloud.ids : pair.base.ids;
}

/// Returns the examples' ids, or their row numbers in the file if there are none.
/// @param rows of the file; empty for all
std::vector<std::string> ids_of(const predictions::PredictionPair& pair, std::span<const std::size_t> rows) {
  if (!given_ids(pair).empty()) return given_ids(pair);
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < pair.size(); ++i) ids.push_back(std::to_string(rows.empty() ? i : rows[i]));
  return ids;
}

/// Returns the numbers 0 to n - 1 that are not in `rows`.
/// @param rows in ascending order
std::vector<std::size_t> other_rows(std::size_t n, std::span<const std::size_t> rows) {
  std::vector<std::size_t> others;
  auto next = rows.begin();
  for (std::size_t i = 0; i < n; ++i)
    if (next != rows.end() && *next == i)
      ++next;
    else
      others.push_back(i);
  return others;
}

/// Returns `meta.class_names` if it is a list of strings, else an empty list.
std::vector<std::string> class_names_of(const predictions::PredictionSet& set) {
  std::vector<std::string> names;
  const auto found = set.meta.find("class_names");
  if (found == set.meta.end() || !found->is_array()) return names;
  for (const auto& name : *found) {
    if (!name.is_string()) return {};
    names.push_back(name.get<std::string>());
  }
  return names;
}

audit::AuditTask task_of(LoadedPairs pairs) {
  audit::AuditTask task;
  task.split_at_random = !pairs.tune_rows.empty();
  const std::size_t n = pairs.tune.size() + pairs.test.size();
  task.tune_ids = ids_of(pairs.tune, pairs.tune_rows);
  task.test_ids = ids_of(
      pairs.test, pairs.tune_rows.empty() ? std::vector<std::size_t>{} : other_rows(n, pairs.tune_rows));
  task.class_names = class_names_of(pairs.test.base);
  if (task.class_names.empty()) task.class_names = class_names_of(pairs.test.cloud);
  task.tune = std::move(pairs.tune);
  task.test = std::move(pairs.test);
  return task;
}

/// Returns the path of the evaluation's input with that role.
/// @throws DataError if the file is missing or was changed
std::string input_of(const runs::FinishedRun& run, const std::string& role) {
  const auto& inputs = run.manifest().inputs;
  const auto record = std::ranges::find(inputs, role, &runs::FileRecord::role);
  if (record == inputs.end()) return "";
  const std::string instead = "give the sets of base and cloud instead of the run";
  if (!fs::exists(record->path))
    throw DataError(record->path,
                    fmt::format("is gone; {} read its {} from it; {}", run.path().string(), role, instead));
  if (runs::record_file(record->role, record->path).sha256 != record->sha256)
    throw DataError(record->path, fmt::format("has changed since {} read it as its {}; {}",
                                              run.path().string(), role, instead));
  return record->path;
}

/// Restricts the task to these tuning examples.
void keep_tuning_rows(audit::AuditTask& task, std::span<const std::size_t> rows) {
  task.tune = predictions::select(task.tune, rows);
  std::vector<std::string> ids;
  for (const auto row : rows) ids.push_back(task.tune_ids[row]);
  task.tune_ids = std::move(ids);
}

/// Returns the inputs of an evaluation, split as in the evaluation.
audit::AuditTask inputs_of_evaluation(const runs::FinishedRun& run, Logger& log) {
  const config::PairConfig config = config::load<config::PairConfig>(run.verified("config.yaml")).value;
  const PredictionFiles files{.base = input_of(run, "base"),
                              .cloud = input_of(run, "cloud"),
                              .tune_base = input_of(run, "tune base"),
                              .tune_cloud = input_of(run, "tune cloud"),
                              .scores = input_of(run, "scores"),
                              .tune_scores = input_of(run, "tune scores")};
  const ProblemSource source = source_of(files, config);
  LoadedPairs pairs = load_pairs(source, {}, log);
  const std::vector<std::size_t> used = used_rows(pairs, config, evaluation_seed(source));
  audit::AuditTask task = task_of(std::move(pairs));
  if (!used.empty()) keep_tuning_rows(task, used);
  return task;
}

/// Returns the predictions of a training run's networks. The base is that of the method's variant.
audit::AuditTask predictions_of_training(const runs::FinishedRun& run, const std::string& variant,
                                         bool cross_fitted) {
  const auto read = [&](const char* role, const char* part) {
    const auto file = [&](const std::string& suffix) {
      return fmt::format("predictions/{}-{}.npz", eval::suffixed(role, suffix), part);
    };
    // A variant without a cloud model of its own is evaluated with the hybrid's.
    const bool own = role == std::string_view("base") || run.has(file(variant));
    return predictions::read_prediction_set(run.verified(file(own ? variant : "")));
  };
  const auto read_pair = [&](const char* part) {
    return predictions::pair_predictions(read("base", part), read("cloud", part));
  };
  return task_of(
      {.tune = cross_fitted ? predictions::PredictionPair{} : read_pair("tune"), .test = read_pair("test")});
}

AuditInput read_run(const runs::FinishedRun& run, const std::string& method_name, Logger& log) {
  eval::RoutingProblem problem = runs::read_routing_problem(run).problem;
  const eval::Method& method =
      method_name.empty() ? eval::default_method(problem) : problem.method(method_name);
  const std::string suffix = problem.variant_of(method).suffix;
  if (eval::is_fused(method.variant))
    throw InvalidArgument(fmt::format(
        "{} fuses both networks' predictions, which no run stores; audit {}", method.name(),
        eval::suffixed(method.measure, method.variant == eval::kControlFused ? eval::kControl : "")));
  const bool trained = run.has("predictions/base-test.npz");
  if (!trained && input_of(run, "base").empty())
    throw DataError(run.path(),
                    "stores neither its networks' predictions nor where they were read; give the sets of "
                    "base and cloud instead of the run");
  AuditInput input{.name = run.name(),
                   .task = trained ? predictions_of_training(run, suffix, problem.cross_fitted())
                                   : inputs_of_evaluation(run, log)};
  const bool same_sizes = input.task.test.size() == problem.n_test() &&
                          (problem.cross_fitted() || input.task.tune.size() == problem.n_tune());
  if (!same_sizes || (!problem.examples.empty() && eval::fingerprint(input.task.test) != problem.examples))
    throw DataError(
        run.path(),
        "its inputs are not split any more as they were then (another version of the program made it); "
        "make the run again");
  input.task.method = method.name();
  input.task.problem = std::move(problem);
  return input;
}

/// Returns the problem with only the method and its opponents, so that no other method is fitted.
AuditInput read_pair(const ProblemSource& source, const std::string& method, Logger& log) {
  const LoadedPairs pairs = load_pairs(source, {}, log);
  std::vector<std::string> candidates{method};
  if (method.empty()) candidates.assign(eval::kPreferredMethods.begin(), eval::kPreferredMethods.end());
  AuditInput input;
  for (const auto& candidate : candidates) {
    const bool known = std::ranges::find(eval::method_names(), candidate) != eval::method_names().end();
    if (!known && method.empty()) continue;
    std::vector<std::string> methods{candidate};
    for (const auto* opponent : eval::kBaselineMeasures)
      if (candidate != opponent) methods.emplace_back(opponent);
    LoadedProblem loaded = problem_of(source, pairs, methods, log);
    const auto& fitted = loaded.problem.methods;
    // If the last candidate was left out, looking it up reports the reason.
    const bool there = std::ranges::find(fitted, candidate, &eval::Method::name) != fitted.end();
    if (!there && candidate != candidates.back()) continue;
    input = {.name = loaded.name, .task = task_of(pairs)};
    input.task.method = candidate;
    input.task.problem = std::move(loaded.problem);
    break;
  }
  return input;
}

}  // namespace

AuditInput read_audit_input(const ProblemSource& source, const std::string& method, Logger& log) {
  if (source.run.empty()) return read_pair(source, method, log);
  return read_run(runs::FinishedRun(source.run), method, log);
}

std::vector<audit::Slicing> read_slicings(const fs::path& path, const std::vector<std::string>& test_ids) {
  std::unordered_map<std::string, std::size_t> row_of;
  for (std::size_t i = 0; i < test_ids.size(); ++i) row_of.emplace(test_ids[i], i);
  CsvReader csv(path);
  std::vector<audit::Slicing> slicings;
  const auto header = csv.next();
  if (header.size() < 2 || header[0] != "id")
    csv.fail("expected the header id,<kind of slice>,..." +
             (header.size() == 1 ? separator_hint(header[0]) : ""));
  for (const auto kind : header.subspan(1))
    slicings.push_back({.kind = std::string(kind), .slice = std::vector<std::int32_t>(test_ids.size(), -1)});

  std::vector<std::unordered_map<std::string, std::int32_t>> places(slicings.size());
  std::unordered_map<std::string, int> line_of;
  bool any = false;
  for (auto fields = csv.next(); !fields.empty(); fields = csv.next()) {
    if (fields.size() != slicings.size() + 1)
      csv.fail(fmt::format("{} columns, the header has {}", fields.size(), slicings.size() + 1));
    const auto [seen, is_new] = line_of.emplace(fields[0], csv.line());
    if (!is_new) csv.fail(fmt::format("id '{}' is already on line {}", fields[0], seen->second));
    const auto row = row_of.find(std::string(fields[0]));
    if (row == row_of.end()) continue;  // in the tuning part, or in another set
    any = true;
    for (std::size_t s = 0; s < slicings.size(); ++s) {
      const std::string name(fields[s + 1]);
      if (name.empty()) continue;
      const auto [place, new_name] =
          places[s].emplace(name, static_cast<std::int32_t>(slicings[s].names.size()));
      if (new_name) slicings[s].names.push_back(name);
      slicings[s].slice[row->second] = place->second;
    }
  }
  if (!any)
    throw DataError(path, fmt::format("lists no test example; their ids look like '{}'", test_ids.front()));
  return slicings;
}

}  // namespace hybrid::workflows
