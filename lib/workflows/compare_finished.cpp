#include "workflows/compare_finished.h"

#include "core/error.h"
#include "core/text.h"
#include "runs/outcomes_file.h"

namespace hybrid::workflows {

namespace fs = std::filesystem;

namespace {

struct ReadRun {
  runs::FinishedRun run;
  eval::RoutingProblem problem;
  cost::Workload workload;
};

ReadRun read_run(const fs::path& path) {
  runs::FinishedRun run(path);
  runs::StoredProblem stored = runs::read_routing_problem(run);
  return {std::move(run), std::move(stored.problem), stored.workload};
}

/// Returns the SHA-256 of the output whose path begins with `beginning`; empty if there is none.
std::string output_hash(const runs::FinishedRun& run, const std::string& beginning) {
  for (const auto& output : run.manifest().outputs)
    if (output.path.starts_with(beginning)) return output.sha256;
  return "";
}

/// Checks that both runs have the same test examples.
/// @throws DataError stating why the runs cannot be compared
void require_same_tests(const ReadRun& first, const ReadRun& other) {
  const fs::path& path = other.run.path();
  const std::string against = first.run.path().string();
  for (const auto* run : {&first, &other})
    if (run->problem.examples.empty())
      throw DataError(
          run->run.path(),
          fmt::format("does not say which test examples it measured, so {} and {} cannot be compared "
                      "example by example; make the run again",
                      against, path.string()));
  if (const auto difference = eval::difference_in_tests(first.problem, other.problem))
    throw DataError(
        path, fmt::format("{} than {}; runs are compared example by example: evaluate both on the same test "
                          "files, with the same seed, share for tuning, cross-fitting and utility",
                          *difference, against));
  if (output_hash(other.run, "utility/") != output_hash(first.run, "utility/"))
    throw DataError(path,
                    fmt::format("has another table in utility/ than {}, so the utilities differ; evaluate "
                                "both with the same table",
                                against));
}

bool same_costs(const cost::Workload& a, const cost::Workload& b) {
  return a.base_macs == b.base_macs && a.cloud_macs == b.cloud_macs && a.input_bytes == b.input_bytes &&
         a.head_macs == b.head_macs && a.encoding == b.encoding;
}

/// Returns the names of the methods with scores that only the first problem has.
std::vector<std::string> only_in(const eval::RoutingProblem& first, const eval::RoutingProblem& second) {
  std::vector<std::string> names;
  for (const auto& method : first.methods)
    if (method.kind == eval::MethodKind::scored && second.find(method.measure, method.variant) == nullptr)
      names.push_back(method.name());
  return names;
}

/// @param all_methods whether all methods that both have are compared
std::vector<std::string> notes_on(const ReadRun& first, const ReadRun& other, bool all_methods) {
  std::vector<std::string> notes;
  const auto thousands = [](std::size_t n) { return with_thousands(static_cast<std::int64_t>(n)); };
  if (first.problem.n_tune() != other.problem.n_tune())
    notes.push_back(fmt::format("the tuning parts differ: {} and {} examples",
                                thousands(first.problem.n_tune()), thousands(other.problem.n_tune())));
  else if (output_hash(first.run, "split.csv") != output_hash(other.run, "split.csv"))
    notes.emplace_back("the tuning parts differ: other examples were split off");
  if (output_hash(first.run, "systems/1-") != output_hash(other.run, "systems/1-") ||
      !same_costs(first.workload, other.workload))
    notes.emplace_back(
        "prices differ (cost profile, or what the models cost): the same coverage does not cost the same");
  if (!all_methods) return notes;
  for (const auto& [run, other_run] : {std::pair(&first, &other), std::pair(&other, &first)})
    if (const auto names = only_in(run->problem, other_run->problem); !names.empty())
      notes.push_back(fmt::format("only {} has {}", run->run.name(), join(names)));
  return notes;
}

}  // namespace

ComparedRuns compare_finished_runs(const CompareRequest& request) {
  HYBRID_CHECK(request.runs.size() >= 2, "{} runs to compare", request.runs.size());
  const ReadRun first = read_run(request.runs.front());
  ComparedRuns compared{.first = first.run.name(), .n_test = first.problem.n_test()};
  for (std::size_t r = 1; r < request.runs.size(); ++r) {
    const ReadRun other = read_run(request.runs[r]);
    require_same_tests(first, other);
    const auto pairings =
        request.methods.empty() ? eval::common_methods(first.problem, other.problem) : request.methods;
    compared.differences.push_back(
        {.run = other.run.name(),
         .methods = eval::compare_problems(first.problem, other.problem, pairings, request.coverages,
                                           request.bootstrap, request.seed),
         .notes = notes_on(first, other, request.methods.empty())});
  }
  return compared;
}

}  // namespace hybrid::workflows
