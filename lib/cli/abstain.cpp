// hybrid abstain: no cloud; the device predicts confident inputs and abstains from the others (the paper's
// Table 8).

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/arguments.h"
#include "cli/output.h"
#include "cli/setups.h"
#include "config/evaluation.h"
#include "core/csv.h"
#include "core/error.h"
#include "core/files.h"
#include "core/json.h"
#include "core/json_text.h"
#include "core/text.h"
#include "report/plain_text.h"
#include "report/text_table.h"
#include "routing/scores.h"
#include "workflows/abstain.h"

namespace hybrid::cli {

namespace {

using Json = nlohmann::ordered_json;

struct AbstainOptions {
  ProblemOptions data;
  std::vector<std::string> methods, coverage;
  std::string out, full_curve;
  bool json = false;
};

using workflows::MethodAbstention;

/// Loads the problem; without a cloud model the base takes its place, and nothing that needs a cloud model is
/// computed.
workflows::LoadedProblem load(const AbstainOptions& options, Logger& log) {
  ProblemOptions data = options.data;
  const std::vector<std::string>& methods = options.methods;
  require_distinct("--methods", methods);
  if (data.base.empty() || !data.cloud.empty())
    return workflows::load_problem(source_of(data, log), methods, "", {}, log);
  if (!data.tune_cloud.empty()) throw UsageError("--tune-cloud goes with --cloud");
  std::vector<std::string> measures;
  for (const auto& measure : routing::confidence_measures()) measures.emplace_back(measure.name);
  for (const auto& method : methods)
    if (!predictions::is_own_score(method) && std::ranges::find(measures, method) == measures.end())
      throw UsageError(
          fmt::format("method '{}' cannot be had from --base alone, only {} and own scores; give "
                      "--cloud, too",
                      method, join(measures)));
  data.cloud = data.base;
  data.tune_cloud = data.tune_base;
  return workflows::load_base_alone(source_of(data, log), methods, log);
}

void require_right_or_wrong(const workflows::LoadedProblem& loaded) {
  for (const auto& variant : loaded.problem.variants)
    for (const auto* part : {&variant.tune, &variant.test})
      if (!std::ranges::all_of(part->base_value, [](double value) { return value == 0 || value == 1; }))
        throw UsageError(
            fmt::format("the utilities of {} are not only 1 (right) and 0 (wrong); "
                        "abstention counts errors: leave out --utility and the sets' `weight`, or give a "
                        "run that was made with plain accuracy",
                        loaded.name));
}

report::TextTable table_of(const std::vector<MethodAbstention>& results,
                           const std::vector<double>& coverages) {
  report::TextTable table{.header = {"method", "all, %"}};
  for (const double c : coverages) {
    table.header.push_back(fmt::format("right at {}, %", shortest(c)));
  }
  for (const auto* name : {"AURC", "AUGRC"}) table.header.emplace_back(name);
  for (const auto& entry : results) {
    const eval::AbstentionResult& result = entry.result;
    std::vector<std::string> row{entry.method, report::per_cent(entry.base_accuracy)};
    for (const auto& p : result.points)
      row.push_back(p.accuracy
                        ? report::per_cent_with_interval(*p.accuracy, p.accuracy_ci.low, p.accuracy_ci.high)
                        : "–");
    for (const double area : {result.aurc, result.augrc}) row.push_back(fmt::format("{:.2f}", 1000 * area));
    table.rows.push_back(std::move(row));
  }
  return table;
}

Json json_of(const workflows::LoadedProblem& loaded, const std::vector<MethodAbstention>& results) {
  Json json{{"schema_version", 1},
            {"data", loaded.name},
            {"n_tune", loaded.problem.n_tune()},
            {"n_test", loaded.problem.n_test()}};
  if (loaded.problem.cross_fitted()) json["exchanged"] = true;
  json["methods"] = Json::object();
  for (const auto& entry : results) {
    const eval::AbstentionResult& result = entry.result;
    Json points = Json::array();
    for (const auto& p : result.points)
      points.push_back({{"target_coverage", p.target_coverage},
                        {"coverage", p.coverage},
                        {"threshold", json_or_null(p.threshold)},
                        {"accuracy", json_or_null(p.accuracy)},
                        {"ci_low", p.accuracy_ci.low},
                        {"ci_high", p.accuracy_ci.high},
                        {"matched_accuracy", json_or_null(p.matched_accuracy)}});
    json["methods"][entry.method] = {{"base_accuracy", entry.base_accuracy},
                                     {"aurc", result.aurc},
                                     {"excess_aurc", result.excess_aurc},
                                     {"augrc", result.augrc},
                                     {"optimal_aurc", entry.optimal_aurc},
                                     {"optimal_augrc", entry.optimal_augrc},
                                     {"score_is_for_routing", entry.is_for_routing},
                                     {"points", std::move(points)}};
  }
  return json;
}

/// Returns every point of every method's curve: the numbers of accepted predictions and of errors among them.
std::string full_curve_csv(const std::vector<workflows::RiskCurve>& curves, bool cross_fitted) {
  CsvWriter csv;
  for (const char* column : {"method", "answered", "errors", "coverage", "risk", "threshold"})
    csv.add(column);
  if (cross_fitted) csv.add("half");
  csv.end_row();
  for (const auto& curve : curves)
    for (std::size_t f = 0; f < curve.folds.size(); ++f)
      for (const auto& point : curve.folds[f]) {
        csv.add(curve.method);
        csv.add(point.accepted);
        csv.add(point.errors);
        csv.add(point.coverage);
        csv.add(point.risk);
        csv.add(point.threshold);
        if (cross_fitted) csv.add(f);
        csv.end_row();
      }
  return csv.text();
}

void print_notes(const workflows::LoadedProblem& loaded, const std::vector<MethodAbstention>& results,
                 Logger& log) {
  std::vector<std::string> routers;
  for (const auto& entry : results)
    if (entry.is_for_routing) routers.push_back(entry.method);
  const MethodAbstention& first = results.front();
  log.info(
      "\n{}",
      report::wrapped(fmt::format(
          "right at 0.9: of the predictions accepted (score <= threshold) when 90 % are to be; thresholds from the tuning part, intervals are 95 %; areas times 1000, smaller is "
          "better: with {} % errors the best possible order has AURC {:.2f} and AUGRC {:.2f}; what was "
          "accepted on test is in --json",
          report::per_cent(1 - first.base_accuracy), 1000 * first.optimal_aurc, 1000 * first.optimal_augrc)));
  if (!routers.empty())
    log.info("{}",
             report::wrapped(fmt::format(
                 "{}: scores as fitted for routing, to the expected gain. An input that both models get "
                 "wrong is not worth sending, but the device should abstain on it; the paper's abstaining "
                 "router is trained on the base's errors",
                 join(routers))));
  for (const auto& [method, reason] : loaded.problem.skipped) log.info("left out: {}: {}", method, reason);
}

void run_abstain(const AbstainOptions& options, Logger& log) {
  const std::vector<double> coverages = options.coverage.empty()
                                            ? config::EvaluationConfig{}.coverages
                                            : parse_shares("--coverage", options.coverage);
  const workflows::LoadedProblem loaded = load(options, log);
  require_right_or_wrong(loaded);
  const auto results = workflows::abstain(loaded.problem, options.methods, coverages);

  const std::string json = json_text(json_of(loaded, results));
  if (!options.out.empty()) write_file_atomically(options.out, json);
  if (!options.full_curve.empty())
    write_file_atomically(options.full_curve,
                          full_curve_csv(workflows::risk_curves(loaded.problem, options.methods),
                                         loaded.problem.cross_fitted()));
  if (options.json) {
    print_text(json);
    return;
  }
  print("{}: the device alone, abstaining where it is uncertain; {} test examples\n\n{}", loaded.name,
        with_thousands(static_cast<std::int64_t>(loaded.problem.n_test())),
        to_text(table_of(results, coverages)));
  flush_output();
  print_notes(loaded, results, log);
}

}  // namespace

Action setup_abstain(CLI::App& app) {
  auto options = std::make_shared<AbstainOptions>();
  app.add_option("--run", options->data.run, "a finished run (default: the newest below results/)")
      ->group("Data");
  add_pair_options(app, options->data);
  app.add_option("--methods", options->methods, "routing methods that have scores (default: all of these)")
      ->delimiter(',');
  app.add_option("--coverage", options->coverage, "shares of the inputs to accept (default 0.9,0.8,0.7)")
      ->delimiter(',');
  app.add_option("--out", options->out, "also write the figures to this JSON file");
  app.add_option("--full-curve", options->full_curve,
                 "write risk over coverage, every cut, to this CSV file");
  app.add_flag("--json", options->json, "print JSON instead of the table");
  app.footer(
      "The accuracy of the accepted predictions when the device may abstain on the rest: no cloud is "
      "needed, --base alone\nwill do. AURC is the mean risk (errors per accepted prediction) over all "
      "coverages, e-AURC its excess over that of\nthe best order, AUGRC the area under errors per input.\n"
      "Examples:\n"
      "  hybrid abstain --base base.npz\n"
      "  hybrid abstain --base base.npz --cloud cloud.npz --methods max_prob,router --coverage 0.95,0.9\n"
      "  hybrid abstain --run results/quickstart-1a2b3c4d --full-curve risk.csv");
  return [options](Logger& log) { run_abstain(*options, log); };
}

}  // namespace hybrid::cli
