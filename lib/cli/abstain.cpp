// hybrid abstain: no cloud; the device predicts confident inputs and abstains from the others (the paper's
// Table 8).

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/arguments.h"
#include "cli/setups.h"
#include "config/evaluation.h"
#include "core/csv.h"
#include "core/error.h"
#include "core/files.h"
#include "core/text.h"
#include "eval/abstention.h"
#include "report/text_table.h"
#include "routing/scores.h"

namespace hybrid::cli {

namespace {

using Json = nlohmann::ordered_json;

struct AbstainOptions {
  ProblemOptions data;
  std::vector<std::string> methods, coverage;
  std::string out, full_curve;
  bool json = false;
};

struct MethodAbstention {
  const eval::Method* method = nullptr;
  double base_accuracy = 0;  ///< of its base, without abstaining
  eval::AbstentionResult result;
};

/// Loads the problem; without a cloud model the base takes its place, and nothing that needs a cloud model is
/// computed.
workflows::LoadedProblem load(const AbstainOptions& options, Logger& log) {
  ProblemOptions data = options.data;
  std::vector<std::string> methods = options.methods;
  if (data.base.empty() || !data.cloud.empty()) return load_problem(data, methods, log);
  if (!data.tune_cloud.empty()) throw UsageError("--tune-cloud goes with --cloud");
  std::vector<std::string> measures;
  for (const auto& measure : routing::confidence_measures()) measures.emplace_back(measure.name);
  for (const auto& method : methods)
    if (std::ranges::find(measures, method) == measures.end())
      throw UsageError(fmt::format("method '{}' cannot be had from --base alone, only {}; give --cloud, too",
                                   method, join(measures)));
  data.cloud = data.base;
  data.tune_cloud = data.tune_base;
  return load_problem(data, methods.empty() ? measures : methods, log);
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

bool is_asked_for(const AbstainOptions& options, const eval::Method& method) {
  return method.kind == eval::MethodKind::scored &&
         (options.methods.empty() ||
          std::ranges::find(options.methods, method.name()) != options.methods.end());
}

std::vector<MethodAbstention> results_of(const AbstainOptions& options, const eval::RoutingProblem& problem,
                                         const std::vector<double>& coverages) {
  for (const auto& name : options.methods)
    if (problem.method(name).kind != eval::MethodKind::scored)
      throw UsageError(fmt::format("{} has no scores to abstain by", name));
  std::vector<MethodAbstention> results;
  for (const auto& method : problem.methods)
    if (is_asked_for(options, method))
      results.push_back({.method = &method,
                         .base_accuracy = routing::shares(problem.variant_of(method).test).base_accuracy,
                         .result = eval::abstention(eval::folds_of(problem, method), coverages)});
  if (results.empty()) throw UsageError("there is no method with scores to abstain by");
  return results;
}

report::TextTable table_of(const std::vector<MethodAbstention>& results,
                           const std::vector<double>& coverages) {
  report::TextTable table{.header = {"method", "all, %"}};
  for (const double c : coverages) {
    table.header.push_back(fmt::format("right at {}, %", shortest(c)));
    table.header.emplace_back("accepted");
  }
  for (const auto* name : {"AURC", "e-AURC", "AUGRC"}) table.header.emplace_back(name);
  for (const auto& [method, base_accuracy, result] : results) {
    std::vector<std::string> row{method->name(), report::per_cent(base_accuracy)};
    for (const auto& p : result.points) {
      row.push_back(p.accuracy
                        ? report::per_cent_with_interval(*p.accuracy, p.accuracy_ci.low, p.accuracy_ci.high)
                        : "–");
      row.push_back(report::per_cent(p.coverage));
    }
    for (const double area : {result.aurc, result.excess_aurc, result.augrc})
      row.push_back(fmt::format("{:.2f}", 1000 * area));
    table.rows.push_back(std::move(row));
  }
  return table;
}

Json json_of(const workflows::LoadedProblem& loaded, const std::vector<MethodAbstention>& results) {
  const auto optional = [](const std::optional<double>& value) {
    return value ? Json(*value) : Json(nullptr);
  };
  Json json{{"schema_version", 1},
            {"data", loaded.name},
            {"n_tune", loaded.problem.n_tune()},
            {"n_test", loaded.problem.n_test()}};
  if (loaded.problem.cross_fitted()) json["exchanged"] = true;
  json["methods"] = Json::object();
  for (const auto& [method, base_accuracy, result] : results) {
    Json points = Json::array();
    for (const auto& p : result.points)
      points.push_back({{"target_coverage", p.target_coverage},
                        {"coverage", p.coverage},
                        {"threshold", optional(p.threshold)},
                        {"accuracy", optional(p.accuracy)},
                        {"ci_low", p.accuracy_ci.low},
                        {"ci_high", p.accuracy_ci.high},
                        {"matched_accuracy", optional(p.matched_accuracy)}});
    json["methods"][method->name()] = {{"base_accuracy", base_accuracy},
                                       {"aurc", result.aurc},
                                       {"excess_aurc", result.excess_aurc},
                                       {"augrc", result.augrc},
                                       {"optimal_aurc", eval::optimal_aurc(1 - base_accuracy)},
                                       {"optimal_augrc", eval::optimal_augrc(1 - base_accuracy)},
                                       {"score_is_for_routing", method->meaning != eval::ScoreMeaning::rank},
                                       {"points", std::move(points)}};
  }
  return json;
}

/// Returns every point of every method's curve: the numbers of accepted predictions and of errors among them.
std::string full_curve_csv(const eval::RoutingProblem& problem,
                           const std::vector<MethodAbstention>& results) {
  CsvWriter csv;
  for (const char* column : {"method", "answered", "errors", "coverage", "risk", "threshold"})
    csv.add(column);
  if (problem.cross_fitted()) csv.add("half");
  csv.end_row();
  for (const auto& entry : results) {
    const std::vector<eval::Fold> folds = eval::folds_of(problem, *entry.method);
    for (std::size_t f = 0; f < folds.size(); ++f) {
      const eval::RiskCoverageCurve curve =
          eval::risk_coverage_curve(folds[f].test_scores, folds[f].test.base_value);
      for (const auto& cut : curve.cuts) {
        const auto accepted = static_cast<double>(cut.accepted);
        const auto if_any = [&](double value) { return accepted > 0 ? std::optional(value) : std::nullopt; };
        csv.add(entry.method->name());
        csv.add(cut.accepted);
        csv.add(cut.errors);
        csv.add(accepted / static_cast<double>(curve.n()));
        csv.add(if_any(static_cast<double>(cut.errors) / accepted));
        csv.add(if_any(cut.threshold));
        if (problem.cross_fitted()) csv.add(f);
        csv.end_row();
      }
    }
  }
  return csv.text();
}

void print_notes(const workflows::LoadedProblem& loaded, const std::vector<MethodAbstention>& results,
                 Logger& log) {
  std::vector<std::string> routers;
  for (const auto& entry : results)
    if (entry.method->meaning != eval::ScoreMeaning::rank) routers.push_back(entry.method->name());
  const double error = 1 - results.front().base_accuracy;
  log.info(
      "\n"
      "accepted iff score <= threshold; thresholds from the tuning part, intervals are 95 %; areas times "
      "1000, smaller is\nbetter: with {} % errors the best possible order has AURC {:.2f} and AUGRC {:.2f}",
      report::per_cent(error), 1000 * eval::optimal_aurc(error), 1000 * eval::optimal_augrc(error));
  if (!routers.empty())
    log.info(
        "{}: scores as fitted for routing, to the expected gain. An input that both models get wrong is "
        "not worth\nsending, but the device should abstain on it; the paper's abstaining router is "
        "trained on the base's "
        "errors",
        join(routers));
  for (const auto& [method, reason] : loaded.problem.skipped) log.info("left out: {}: {}", method, reason);
}

void run_abstain(const AbstainOptions& options, Logger& log) {
  const std::vector<double> coverages = options.coverage.empty()
                                            ? config::EvaluationConfig{}.coverages
                                            : parse_shares("--coverage", options.coverage);
  const workflows::LoadedProblem loaded = load(options, log);
  require_right_or_wrong(loaded);
  const auto results = results_of(options, loaded.problem, coverages);

  const std::string json =
      json_of(loaded, results).dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
  if (!options.out.empty()) write_file_atomically(options.out, json);
  if (!options.full_curve.empty())
    write_file_atomically(options.full_curve, full_curve_csv(loaded.problem, results));
  if (options.json) {
    fmt::print("{}", json);
    return;
  }
  fmt::print("{}: the device alone, abstaining where it is uncertain; {} test examples\n\n{}", loaded.name,
             with_thousands(static_cast<std::int64_t>(loaded.problem.n_test())),
             to_text(table_of(results, coverages)));
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
