// hybrid bound, upper-bound: the paper's reference curve (A.2) and, if outcomes are available, the exact
// ceilings.

#include <memory>
#include <nlohmann/json.hpp>

#include "cli/arguments.h"
#include "cli/ignored_options.h"
#include "cli/output.h"
#include "cli/setups.h"
#include "cli/tune_requirements.h"
#include "core/csv.h"
#include "core/error.h"
#include "core/files.h"
#include "core/json.h"
#include "core/json_text.h"
#include "eval/tuning.h"
#include "report/plain_text.h"
#include "report/text_table.h"
#include "workflows/bound.h"

namespace hybrid::cli {

namespace {

struct BoundOptions {
  ProblemOptions data;
  std::string base_accuracy, cloud_accuracy;
  std::vector<std::string> latency, coverage;
  std::string out;
  bool json = false;
};

/// The two accuracies that determine the reference curve, and more if every example's outcome is known.
struct BoundInput {
  std::string name;
  double base_accuracy = 0, cloud_accuracy = 0;
  std::optional<eval::RoutingProblem> problem;
  cost::SystemCost cost;
};

BoundInput input_of(const BoundOptions& options, Logger& log) {
  if (options.base_accuracy.empty() != options.cloud_accuracy.empty())
    throw UsageError("give both --base-accuracy and --cloud-accuracy");
  if (!options.base_accuracy.empty()) {
    const cost::SystemProfile profile =
        find_profile(options.data.profile.empty() ? workflows::kDefaultProfile : options.data.profile, log);
    return {.name = "two accuracies",
            .base_accuracy = parse_shares("--base-accuracy", {options.base_accuracy}).front(),
            .cloud_accuracy = parse_shares("--cloud-accuracy", {options.cloud_accuracy}).front(),
            .problem = {},
            .cost = cost::price(profile, {})};
  }
  // The methods need no fitting; a router would be costly to fit and is not needed here.
  workflows::LoadedProblem loaded = load_problem(options.data, {"on_device", "on_cloud"}, log);
  const routing::OutcomeShares share = routing::shares(loaded.problem.variants.front().test);
  return {.name = loaded.name,
          .base_accuracy = share.base_accuracy,
          .cloud_accuracy = share.cloud_accuracy,
          .problem = std::move(loaded.problem),
          .cost = cost::price(loaded.profile, loaded.workload)};
}

std::vector<double> coverages_of(const BoundOptions& options, const cost::SystemCost& cost) {
  std::vector<double> coverages = parse_shares("--coverage", options.coverage);
  for (const double budget : parse_amounts("--latency", options.latency, "ms")) {
    const eval::Requirements wanted{.budgets = {{cost::Resource::latency, budget}}};
    const auto coverage = eval::coverage_within(wanted.budgets, cost);
    if (const auto* refusal = std::get_if<eval::Refusal>(&coverage))
      refuse(*refusal, wanted, {.measure = "oracle", .kind = eval::MethodKind::oracle}, cost);
    coverages.push_back(std::get<double>(coverage));
  }
  if (coverages.empty())
    for (int tenth = 10; tenth >= 0; --tenth) coverages.push_back(tenth / 10.0);
  return coverages;
}

std::string csv_of(const std::vector<workflows::BoundPoint>& rows) {
  CsvWriter csv;
  csv.row("coverage", "latency_ms", "energy_mj", "paper_upper_bound", "at_most", "exactly");
  for (const auto& r : rows)
    csv.row(r.coverage, r.latency_ms, r.energy_mj, r.paper_upper_bound, r.at_most, r.exactly);
  return csv.text();
}

nlohmann::ordered_json json_of(const BoundInput& input, const std::vector<workflows::BoundPoint>& rows) {
  using Json = nlohmann::ordered_json;
  Json points = Json::array();
  for (const auto& r : rows)
    points.push_back({{"coverage", r.coverage},
                      {"latency_ms", json_or_null(r.latency_ms)},
                      {"energy_mj", json_or_null(r.energy_mj)},
                      {"paper_upper_bound", json_or_null(r.paper_upper_bound)},
                      {"at_most", json_or_null(r.at_most)},
                      {"exactly", json_or_null(r.exactly)}});
  return {{"schema_version", 1},
          {"data", input.name},
          {"profile", input.cost.profile},
          {"base_accuracy", input.base_accuracy},
          {"cloud_accuracy", input.cloud_accuracy},
          {"points", points}};
}

void run_bound(const BoundOptions& options, Logger& log) {
  const BoundInput input = input_of(options, log);
  const std::vector<double> coverages = coverages_of(options, input.cost);
  const std::vector<workflows::BoundPoint> rows =
      input.problem ? workflows::bounds_at(coverages, *input.problem, input.cost)
                    : workflows::bounds_at(coverages, input.base_accuracy, input.cloud_accuracy, input.cost);
  if (!options.out.empty()) write_file_atomically(options.out, csv_of(rows));
  if (options.json) {
    print_text(json_text(json_of(input, rows)));
    return;
  }
  report::TextTable table{.header = {"kept on device", "latency ms", "energy mJ", "paper's bound, %"}};
  if (input.problem) table.header.insert(table.header.end(), {"ceiling, at most", "ceiling, exactly"});
  const auto amount = [](const std::optional<double>& value) { return value ? report::amount(*value) : "–"; };
  for (const auto& r : rows) {
    table.rows.push_back({report::per_cent(r.coverage) + " %", amount(r.latency_ms), amount(r.energy_mj),
                          r.paper_upper_bound ? report::per_cent(*r.paper_upper_bound, 2) : "–"});
    if (input.problem)
      table.rows.back().insert(table.rows.back().end(),
                               {report::per_cent(*r.at_most, 2), report::per_cent(*r.exactly, 2)});
  }
  print("{}: base {} %, cloud {} %, profile {}\n\n{}", input.name, report::per_cent(input.base_accuracy, 2),
        report::per_cent(input.cloud_accuracy, 2), input.cost.profile, to_text(table));
  flush_output();
  log.info("\n{}",
           report::wrapped(
               "the paper's bound (A.2) assumes a router that cannot tell which of the base's errors the "
               "cloud repeats: it is a reference curve, which real routers may exceed; the ceilings are "
               "what no router can"));
}

}  // namespace

Action setup_bound(CLI::App& app) {
  auto options = std::make_shared<BoundOptions>();
  app.add_option("--base-accuracy", options->base_accuracy, "the base's accuracy (0.51, 51%)");
  app.add_option("--cloud-accuracy", options->cloud_accuracy, "the cloud's accuracy");
  app.add_option("--latency", options->latency, "mean latencies of the rows, ms")->delimiter(',');
  app.add_option("--coverage", options->coverage, "coverages of the rows (default 1, 0.9, ..., 0)")
      ->delimiter(',');
  add_problem_options(app, options->data);
  app.add_option("--out", options->out, "also write the rows to this CSV file");
  app.add_flag("--json", options->json, "print JSON instead of the table");
  app.footer(
      "Examples:\n"
      "  upper-bound --base-accuracy 0.51 --cloud-accuracy 0.80 --latency 600,1000,1400,1600\n"
      "  hybrid bound --run results/quickstart-1a2b3c4d\n"
      "  hybrid bound --base base.npz --cloud cloud.npz --coverage 90%,80%");
  return [options, &app](Logger& log) {
    std::vector<std::string_view> data(kPairOptions.begin(), kPairOptions.end());
    data.emplace_back("--run");
    refuse_ignored_options(app, {{.options = data,
                                  .beside = {"--base-accuracy", "--cloud-accuracy"},
                                  .why = "--base-accuracy and --cloud-accuracy stand for the data"}});
    run_bound(*options, log);
  };
}

}  // namespace hybrid::cli
