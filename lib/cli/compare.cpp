// hybrid compare: are two finished runs different beyond what the test examples at hand allow to tell?

#include <algorithm>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/arguments.h"
#include "cli/setups.h"
#include "config/evaluation.h"
#include "core/error.h"
#include "core/files.h"
#include "core/text.h"
#include "eval/compare_runs.h"
#include "report/text_table.h"
#include "runs/outcomes_file.h"

namespace hybrid {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

struct CompareOptions {
  std::vector<std::string> runs, methods;
  EvaluationConfig measured;  ///< coverages and bootstrap
  std::int64_t seed = 1;
  std::string out;
  bool json = false;
};

struct ReadRun {
  FinishedRun run;
  RoutingProblem problem;
  Workload workload;
};

/// One run against the first.
struct RunDifference {
  std::string run;
  std::vector<MethodDifference> methods;
  std::vector<std::string> notes;  ///< what else differs
};

ReadRun read_run(const fs::path& path) {
  FinishedRun run(path);
  StoredProblem stored = read_routing_problem(run);
  return {std::move(run), std::move(stored.problem), stored.workload};
}

/// The SHA-256 of the output whose path begins like this; empty if there is none.
std::string output_hash(const FinishedRun& run, const std::string& beginning) {
  for (const auto& output : run.manifest().outputs)
    if (output.path.starts_with(beginning)) return output.sha256;
  return "";
}

/// @throws DataError that says why the two cannot be compared
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
  if (const auto difference = difference_in_tests(first.problem, other.problem))
    throw DataError(
        path, fmt::format("{} than {}; runs are compared example by example: evaluate both with the same "
                          "test files, or with the same --seed and --tune-fraction",
                          *difference, against));
  if (output_hash(other.run, "utility/") != output_hash(first.run, "utility/"))
    throw DataError(
        path,
        fmt::format("has another table in utility/ than {}, so an answer is not worth the same", against));
}

bool same_costs(const Workload& a, const Workload& b) {
  return a.base_macs == b.base_macs && a.cloud_macs == b.cloud_macs && a.input_bytes == b.input_bytes &&
         a.head_macs == b.head_macs && a.encoding == b.encoding;
}

std::vector<std::string> notes_on(const ReadRun& first, const ReadRun& other) {
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
  return notes;
}

/// "auto" is that method of both runs, "max_prob=auto" max_prob of the first and auto of the others.
std::vector<MethodPairing> parse_pairings(const std::vector<std::string>& words) {
  std::vector<MethodPairing> pairings;
  for (const auto& word : words) {
    const std::vector<std::string> names = split(word, '=');
    if (names.size() > 2 || names.front().empty() || names.back().empty())
      throw UsageError(fmt::format(
          "--methods takes names (auto) or pairs (max_prob=auto: of the first run, of the others), not '{}'",
          word));
    pairings.push_back({names.front(), names.back()});
  }
  return pairings;
}

std::string words(const MethodPairing& methods) {
  return methods.first == methods.other ? methods.first : fmt::format("{}={}", methods.first, methods.other);
}

TextTable table_of(const RunDifference& difference) {
  TextTable table{.header = {"method", "kept", "first, %", "other, %", "other - first, points", "better",
                             "worse", "McNemar p"}};
  for (const auto& [methods, at] : difference.methods)
    for (const auto& d : at)
      table.rows.push_back({words(methods), shortest(d.target_coverage), per_cent(d.first_accuracy, 2),
                            per_cent(d.other_accuracy, 2), points_with_interval(d.delta, d.ci.low, d.ci.high),
                            std::to_string(d.answers.second_better), std::to_string(d.answers.first_better),
                            d.p_mcnemar ? fmt::format("{:.2g}", *d.p_mcnemar) : "–"});
  return table;
}

Json json_of(const ReadRun& first, const std::vector<RunDifference>& differences) {
  Json json{{"schema_version", 1},
            {"against", first.run.name()},
            {"n_test", first.problem.n_test()},
            {"runs", Json::array()}};
  for (const auto& difference : differences) {
    Json rows = Json::array();
    for (const auto& [methods, at] : difference.methods)
      for (const auto& d : at)
        rows.push_back({{"method", methods.other},
                        {"against_method", methods.first},
                        {"target_coverage", d.target_coverage},
                        {"accuracy", d.other_accuracy},
                        {"against_accuracy", d.first_accuracy},
                        {"delta", d.delta},
                        {"ci_low", d.ci.low},
                        {"ci_high", d.ci.high},
                        {"better", d.answers.second_better},
                        {"worse", d.answers.first_better},
                        {"p_mcnemar", d.p_mcnemar ? Json(*d.p_mcnemar) : Json(nullptr)}});
    json["runs"].push_back(
        {{"run", difference.run}, {"notes", difference.notes}, {"differences", std::move(rows)}});
  }
  return json;
}

void run_compare(const CompareOptions& options, Logger& log) {
  if (options.runs.size() < 2)
    throw UsageError(
        "give at least two finished runs: hybrid compare RUN RUN...; all are compared with the first");
  if (options.seed < 0) throw UsageError(fmt::format("--seed is {}, must be >= 0", options.seed));
  require_distinct("--methods", options.methods);
  const std::vector<MethodPairing> asked = parse_pairings(options.methods);
  const SeedTree seed = SeedTree(static_cast<std::uint64_t>(options.seed)).at("compare");

  const ReadRun first = read_run(options.runs.front());
  std::vector<RunDifference> differences;
  for (std::size_t r = 1; r < options.runs.size(); ++r) {
    const ReadRun other = read_run(options.runs[r]);
    require_same_tests(first, other);
    const auto pairings = asked.empty() ? common_methods(first.problem, other.problem) : asked;
    differences.push_back(
        {.run = other.run.name(),
         .methods = compare_problems(first.problem, other.problem, pairings, options.measured.coverages,
                                     static_cast<std::size_t>(options.measured.bootstrap), seed),
         .notes = notes_on(first, other)});
  }

  const std::string json =
      json_of(first, differences).dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
  if (!options.out.empty()) write_file_atomically(options.out, json);
  if (options.json) {
    fmt::print("{}", json);
    return;
  }
  for (const auto& difference : differences) {
    fmt::print("{}{} (other) minus {} (first), on the same {} test examples\n\n{}",
               &difference == &differences.front() ? "" : "\n", difference.run, first.run.name(),
               with_thousands(static_cast<std::int64_t>(first.problem.n_test())),
               to_text(table_of(difference)));
    for (const auto& note : difference.notes) fmt::print("note: {}\n", note);
  }
  log.info(
      "\n"
      "accuracies with exactly the share given kept on the device; 95 % intervals from a paired bootstrap; "
      "better, worse:\n"
      "answers that the other run gives right and the first wrong, and the reverse, with McNemar's exact "
      "test of the two (none\nwhere ties make the runs send different numbers)");
}

}  // namespace

Action setup_compare(CLI::App& app) {
  auto options = std::make_shared<CompareOptions>();
  app.add_option("runs", options->runs, "finished runs; all others are compared with the first");
  app.add_option("--methods", options->methods,
                 "which; A=B compares A of the first run with B of the others (default: each run's auto, "
                 "else router, else max_prob, then all that both have)")
      ->delimiter(',');
  add_config_flags(
      app, options->measured,
      {{.key = "coverages", .names = "--coverage"}, {.key = "bootstrap", .names = "--bootstrap"}});
  app.add_option("--seed", options->seed, "of the resamples")->capture_default_str();
  app.add_option("--out", options->out, "also write the differences to this JSON file");
  app.add_flag("--json", options->json, "print JSON instead of the table");
  app.footer(
      "Runs must have measured the same test examples: each answer is compared with its twin, so that "
      "examples which are\n"
      "hard for both do not blur the difference. Other examples, or another number of them, are refused.\n"
      "Examples:\n"
      "  hybrid compare results/small-base results/large-base\n"
      "  hybrid compare results/a results/b results/c --methods auto --coverage 0.95,0.9\n"
      "  hybrid compare results/a results/b --methods max_prob=auto,on_device");
  return [options](Logger& log) { run_compare(*options, log); };
}

}  // namespace hybrid
