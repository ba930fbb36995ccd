// hybrid bound, upper-bound: the paper's reference curve (A.2) and, if outcomes are available, the exact
// ceilings.

#include <memory>
#include <nlohmann/json.hpp>

#include "cli/arguments.h"
#include "cli/setups.h"
#include "core/csv.h"
#include "core/error.h"
#include "core/files.h"
#include "core/text.h"
#include "eval/ceilings.h"
#include "report/text_table.h"

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
  bool best_is_one = true;  ///< false: the paper's bound is undefined
  std::optional<eval::DeferralCurve> oracle;
  cost::SystemCost cost;
};

BoundInput input_of(const BoundOptions& options, Logger& log) {
  if (options.base_accuracy.empty() != options.cloud_accuracy.empty())
    throw UsageError("give both --base-accuracy and --cloud-accuracy");
  if (!options.base_accuracy.empty()) {
    if (!options.data.run.empty() || !options.data.base.empty())
      throw UsageError("give either two accuracies, or --run, or --base and --cloud");
    const cost::SystemProfile profile =
        find_profile(options.data.profile.empty() ? workflows::kDefaultProfile : options.data.profile);
    return {.name = "two accuracies",
            .base_accuracy = parse_shares("--base-accuracy", {options.base_accuracy}).front(),
            .cloud_accuracy = parse_shares("--cloud-accuracy", {options.cloud_accuracy}).front(),
            .cost = cost::price(profile, {})};
  }
  // The methods need no fitting; a router would be costly to fit and is not needed here.
  const workflows::LoadedProblem loaded = load_problem(options.data, {"on_device", "on_cloud"}, log);
  const routing::Outcomes& test = loaded.problem.variants.front().test;
  const routing::OutcomeShares share = routing::shares(test);
  return {.name = loaded.name,
          .base_accuracy = share.base_accuracy,
          .cloud_accuracy = share.cloud_accuracy,
          .best_is_one = loaded.problem.accuracy.best_is_one(),
          .oracle = eval::oracle_curve(test),
          .cost = cost::price(loaded.profile, loaded.workload)};
}

struct BoundRow {
  double coverage = 1;
  std::optional<double> latency_ms, energy_mj;
  std::optional<double> paper_upper_bound, at_most, exactly;
};

BoundRow row_at(double coverage, const BoundInput& input) {
  BoundRow row{.coverage = coverage};
  if (input.best_is_one)
    row.paper_upper_bound = eval::paper_upper_bound(input.base_accuracy, input.cloud_accuracy, coverage);
  if (const auto cost = input.cost.total(cost::Resource::latency)) row.latency_ms = cost->at(coverage);
  if (const auto cost = input.cost.total(cost::Resource::energy)) row.energy_mj = cost->at(coverage);
  if (input.oracle) {
    row.at_most = eval::ceiling_at_most(*input.oracle, coverage);
    row.exactly = eval::ceiling_exactly(*input.oracle, coverage);
  }
  return row;
}

std::vector<double> coverages_of(const BoundOptions& options, const BoundInput& input) {
  std::vector<double> coverages = parse_shares("--coverage", options.coverage);
  for (const double budget : parse_amounts("--latency", options.latency)) {
    const auto cost = input.cost.total(cost::Resource::latency);
    if (!cost) throw UsageError(fmt::format("--latency cannot be used: {}", join(input.cost.unknown, "; ")));
    const auto coverage = cost->coverage_for(budget);
    if (!coverage)
      throw Infeasible(fmt::format(
          "latency {} ms cannot be met: the base alone takes {} ms (profile {}); nearest: "
          "--latency {}",
          shortest(budget), shortest(cost->per_input), input.cost.profile, shortest(cost->per_input)));
    coverages.push_back(*coverage);
  }
  if (coverages.empty())
    for (int tenth = 10; tenth >= 0; --tenth) coverages.push_back(tenth / 10.0);
  return coverages;
}

std::string csv_of(const std::vector<BoundRow>& rows) {
  CsvWriter csv;
  csv.row("coverage", "latency_ms", "energy_mj", "paper_upper_bound", "at_most", "exactly");
  for (const auto& r : rows)
    csv.row(r.coverage, r.latency_ms, r.energy_mj, r.paper_upper_bound, r.at_most, r.exactly);
  return csv.text();
}

nlohmann::ordered_json json_of(const BoundInput& input, const std::vector<BoundRow>& rows) {
  using Json = nlohmann::ordered_json;
  const auto optional = [](const std::optional<double>& value) {
    return value ? Json(*value) : Json(nullptr);
  };
  Json points = Json::array();
  for (const auto& r : rows)
    points.push_back({{"coverage", r.coverage},
                      {"latency_ms", optional(r.latency_ms)},
                      {"energy_mj", optional(r.energy_mj)},
                      {"paper_upper_bound", optional(r.paper_upper_bound)},
                      {"at_most", optional(r.at_most)},
                      {"exactly", optional(r.exactly)}});
  return {{"schema_version", 1},
          {"data", input.name},
          {"profile", input.cost.profile},
          {"base_accuracy", input.base_accuracy},
          {"cloud_accuracy", input.cloud_accuracy},
          {"points", points}};
}

void run_bound(const BoundOptions& options, Logger& log) {
  const BoundInput input = input_of(options, log);
  std::vector<BoundRow> rows;
  for (const double coverage : coverages_of(options, input)) rows.push_back(row_at(coverage, input));
  if (!options.out.empty()) write_file_atomically(options.out, csv_of(rows));
  if (options.json) {
    fmt::print("{}\n",
               json_of(input, rows).dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
    return;
  }
  report::TextTable table{.header = {"kept on device", "latency ms", "energy mJ", "paper's bound, %"}};
  if (input.oracle)
    table.header.insert(table.header.end(), {"ceiling, at most sent", "ceiling, exactly sent"});
  const auto amount = [](const std::optional<double>& value) {
    return value ? fmt::format("{:.5g}", *value) : "–";
  };
  for (const auto& r : rows) {
    table.rows.push_back({report::per_cent(r.coverage) + " %", amount(r.latency_ms), amount(r.energy_mj),
                          r.paper_upper_bound ? report::per_cent(*r.paper_upper_bound, 2) : "–"});
    if (input.oracle)
      table.rows.back().insert(table.rows.back().end(),
                               {report::per_cent(*r.at_most, 2), report::per_cent(*r.exactly, 2)});
  }
  fmt::print("{}: base {} %, cloud {} %, profile {}\n\n{}", input.name,
             report::per_cent(input.base_accuracy, 2), report::per_cent(input.cloud_accuracy, 2),
             input.cost.profile, to_text(table));
  log.info(
      "\n"
      "the paper's bound (A.2) assumes a router that cannot tell which of the base's errors the cloud "
      "repeats: it is a\n"
      "reference curve, which real routers may exceed; the ceilings are what no router can");
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
  return [options](Logger& log) { run_bound(*options, log); };
}

}  // namespace hybrid::cli
