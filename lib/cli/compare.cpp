// hybrid compare: whether two finished runs differ on the test examples; with --matrix, methods over data
// sets.

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/arguments.h"
#include "cli/compare_matrix.h"
#include "cli/ignored_options.h"
#include "cli/output.h"
#include "cli/setups.h"
#include "config/evaluation.h"
#include "core/error.h"
#include "core/files.h"
#include "core/json.h"
#include "core/json_text.h"
#include "core/text.h"
#include "report/latex.h"
#include "report/plain_text.h"
#include "report/text_table.h"
#include "workflows/compare_finished.h"

namespace hybrid::cli {

namespace {

using Json = nlohmann::ordered_json;

struct CompareOptions {
  std::vector<std::string> runs, methods;
  config::EvaluationConfig measured;  ///< coverages and bootstrap
  std::int64_t seed = 1;
  std::string out, latex;
  bool json = false;
  bool matrix = false;
  std::string against = "max_prob";
};

/// Describes the option without a key in the config of an evaluation.
void describe(config::Fields& f, CompareOptions& o) {
  f.field("seed", o.seed, {.doc = "random seed of the bootstrap", .min = 0});
}

/// Parses pairings: "auto" is that method of both runs, "max_prob=auto" max_prob of the first run and auto of
/// the others.
std::vector<eval::MethodPairing> parse_pairings(const std::vector<std::string>& words) {
  std::vector<eval::MethodPairing> pairings;
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

std::string words(const eval::MethodPairing& methods) {
  return methods.first == methods.other ? methods.first : fmt::format("{}={}", methods.first, methods.other);
}

report::TextTable table_of(const workflows::RunDifference& difference) {
  report::TextTable table{
      .header = {"method", "kept", "first, %", "other, %", "difference, points", "better", "worse", "p"}};
  for (const auto& [methods, at] : difference.methods)
    for (const auto& d : at)
      table.rows.push_back(
          {words(methods), shortest(d.target_coverage), report::per_cent(d.first_accuracy, 2),
           report::per_cent(d.other_accuracy, 2), report::points_with_interval(d.delta, d.ci.low, d.ci.high),
           std::to_string(d.discordant.second_better), std::to_string(d.discordant.first_better),
           d.p_mcnemar ? fmt::format("{:.2g}", *d.p_mcnemar) : "–"});
  return table;
}

/// Whether nothing that is compared differs: the differences, their intervals and single predictions.
bool are_equal(const workflows::RunDifference& difference) {
  return std::ranges::all_of(difference.methods, [](const auto& method) {
    return std::ranges::all_of(method.at, [](const auto& d) {
      return d.delta == 0 && d.ci.low == 0 && d.ci.high == 0 && d.discordant.first_better == 0 &&
             d.discordant.second_better == 0;
    });
  });
}

Json json_of(const workflows::ComparedRuns& compared) {
  Json json{{"schema_version", 1},
            {"against", compared.first},
            {"n_test", compared.n_test},
            {"runs", Json::array()}};
  for (const auto& difference : compared.differences) {
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
                        {"better", d.discordant.second_better},
                        {"worse", d.discordant.first_better},
                        {"p_mcnemar", json_or_null(d.p_mcnemar)}});
    json["runs"].push_back(
        {{"run", difference.run}, {"notes", difference.notes}, {"differences", std::move(rows)}});
  }
  return json;
}

std::string latex_of(const workflows::ComparedRuns& compared) {
  std::string text;
  for (const auto& difference : compared.differences)
    text +=
        report::latex_comment(fmt::format("{} (other) minus {} (first)", difference.run, compared.first)) +
        to_latex(table_of(difference));
  return text;
}

void run_compare(const CompareOptions& options, Logger& log) {
  if (options.runs.size() < 2)
    throw UsageError(
        "give at least two finished runs: hybrid compare RUN RUN...; all are compared with the first");
  require_distinct("--methods", options.methods);
  const workflows::ComparedRuns compared = workflows::compare_finished_runs(
      {.runs = {options.runs.begin(), options.runs.end()},
       .methods = parse_pairings(options.methods),
       .coverages = options.measured.coverages,
       .bootstrap = static_cast<std::size_t>(options.measured.bootstrap),
       .seed = SeedTree(static_cast<std::uint64_t>(options.seed)).at("compare")});
  const std::string json = json_text(json_of(compared));
  if (!options.out.empty()) write_file_atomically(options.out, json);
  if (!options.latex.empty()) write_file_atomically(options.latex, latex_of(compared));
  if (options.json) {
    print_text(json);
    return;
  }
  bool all_same = true;
  for (const auto& difference : compared.differences) {
    if (are_equal(difference)) {
      print_text(report::wrapped(fmt::format(
                     "{} and {} do not differ: {} methods give the same predictions on all {} test examples",
                     compared.first, difference.run, difference.methods.size(),
                     with_thousands(static_cast<std::int64_t>(compared.n_test)))) +
                 "\n");
      for (const auto& note : difference.notes) print("note: {}\n", note);
      continue;
    }
    all_same = false;
    print("{}{} (other) minus {} (first), on the same {} test examples\n\n{}",
          &difference == &compared.differences.front() ? "" : "\n", difference.run, compared.first,
          with_thousands(static_cast<std::int64_t>(compared.n_test)), to_text(table_of(difference)));
    for (const auto& note : difference.notes) print("note: {}\n", note);
  }
  flush_output();
  if (all_same) return;
  log.info("\n{}", report::wrapped(
                       "accuracies with exactly the share given kept on the device; difference: other minus "
                       "first, with 95 % intervals from a paired bootstrap; better, worse: predictions that "
                       "are right in the other run and wrong in the first, and the reverse; p: of McNemar's "
                       "exact test of the two (none where ties make the runs send different numbers)"));
}

}  // namespace

Action setup_compare(CLI::App& app) {
  auto options = std::make_shared<CompareOptions>();
  app.add_option("runs", options->runs, "finished runs; all others are compared with the first");
  app.add_option(
         "--methods", options->methods,
         "routing methods; A=B compares A of the first run with B of the others (default: each run's auto, "
         "else router, else max_prob, then all that both have)")
      ->delimiter(',');
  add_config_flags(
      app, options->measured,
      {{.key = "coverages", .names = "--coverage"}, {.key = "bootstrap", .names = "--bootstrap"}});
  add_config_flags(app, *options, {{.key = "seed", .names = "--seed"}});
  app.add_flag(
      "--matrix", options->matrix,
      "compare the methods over runs on several data sets, or several seeds of one; a run may be given "
      "as NAME=RUN");
  app.add_option("--against", options->against, "with --matrix, the method that all others are compared with")
      ->capture_default_str();
  app.add_option("--out", options->out,
                 "also write the differences to this JSON file; with --matrix also FILE.csv, .md or .tex");
  app.add_option("--latex", options->latex, "also write the tables to this LaTeX file (package booktabs)");
  app.add_flag("--json", options->json, "print JSON instead of the table");
  app.footer(
      "Without --matrix, runs must have measured the same test examples: their predictions are compared example by "
      "example, so that\nexamples which are hard for both do not blur the difference. Other examples, or "
      "another number of them, are refused.\n"
      "Examples:\n"
      "  hybrid compare results/small-base results/large-base\n"
      "  hybrid compare results/a results/b results/c --methods auto --coverage 0.95,0.9\n"
      "  hybrid compare results/a results/b --methods max_prob=auto,on_device\n"
      "  hybrid compare --matrix results/cifar results/imdb results/speech --out matrix.csv\n"
      "  hybrid compare --matrix cifar=results/a cifar=results/b imdb=results/c --latex matrix.tex");
  return [options, &app](Logger& log) {
    refuse_ignored_options(app, {{.options = {"--against"},
                                  .without = {"--matrix"},
                                  .why = "without --matrix, --methods says what is compared: A=B"}});
    if (options->matrix)
      run_compare_matrix({.runs = options->runs,
                          .methods = options->methods,
                          .against = options->against,
                          .coverages = options->measured.coverages,
                          .bootstrap = options->measured.bootstrap,
                          .seed = options->seed,
                          .out = options->out,
                          .latex = options->latex,
                          .json = options->json},
                         log);
    else
      run_compare(*options, log);
  };
}

}  // namespace hybrid::cli
