// hybrid cost, latency-energy: Eq. 1 itemised, and the accuracy of every method at every budget (the paper's
// Table 3).

#include <memory>
#include <nlohmann/json.hpp>

#include "cli/arguments.h"
#include "cli/payload_table.h"
#include "cli/setups.h"
#include "core/csv.h"
#include "core/error.h"
#include "core/files.h"
#include "core/units.h"
#include "eval/evaluation.h"
#include "report/evaluation_files.h"
#include "report/figure.h"
#include "report/summary.h"
#include "report/text_table.h"

namespace hybrid::cli {

namespace {

struct CostOptions {
  ProblemOptions data;
  /// Provides the coverages and the latency budgets.
  config::EvaluationConfig measured = {.coverages = {0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1}};
  GivenFlags given;
  std::vector<std::string> methods, payloads;
  std::string base_macs, cloud_macs, router_macs, input_bytes;
  std::string out;
  bool ledger_only = false;
};

/// @param unit MACs or bytes
std::optional<double> count(const std::string& option, const std::string& word, std::string_view unit) {
  if (word.empty()) return std::nullopt;
  const double number = parse_amounts(option, {word}, unit).front();
  if (const std::string advice = count_advice(number, unit); !advice.empty())
    throw UsageError(fmt::format("{} is {}, {}", option, word, advice));
  return number;
}

/// Applies the flags that describe the models; they take precedence over the data.
void apply_flags(const CostOptions& options, cost::Workload& workload) {
  if (const auto macs = count("--base-macs", options.base_macs, "MACs")) workload.base_macs = macs;
  if (const auto macs = count("--cloud-macs", options.cloud_macs, "MACs")) workload.cloud_macs = macs;
  if (const auto macs = count("--router-macs", options.router_macs, "MACs")) workload.router_macs = *macs;
  if (const auto bytes = count("--input-bytes", options.input_bytes, "bytes")) workload.input_bytes = bytes;
}

std::string ledger(const cost::SystemCost& cost) {
  report::TextTable table{.header = {"item", "resource", "per-input", "per-offload"}};
  for (const auto& item : cost.items)
    table.rows.push_back({item.name,
                          fmt::format("{}, {}", name_of(item.resource), cost::unit_of(item.resource)),
                          fmt::format("{:.6g}", item.per_input), fmt::format("{:.6g}", item.per_offload)});
  std::string text = to_text(table) + "\nSources:\n";
  for (const auto& item : cost.items)
    text += fmt::format("  {} {}: {}\n", item.name, name_of(item.resource), item.source);
  for (const auto& line : cost.unknown) text += fmt::format("  not counted: {}\n", line);
  return text;
}

std::string ledger_csv(const cost::SystemCost& cost) {
  CsvWriter csv;
  csv.row("item", "resource", "unit", "always", "if_sent", "source");
  for (const auto& item : cost.items)
    csv.row(item.name, name_of(item.resource), cost::unit_of(item.resource), item.per_input, item.per_offload,
            item.source);
  return csv.text();
}

/// Compares payloads: the base's set, then the cloud model's on each payload, as expanded by a shell.
void run_payloads(const CostOptions& options, Logger& log) {
  if (options.payloads.size() < 3)
    throw UsageError(
        "--payloads takes the base's set, then the cloud's, one for each payload: base.npz raw.npz "
        "jpeg75.npz");
  if (options.ledger_only || !options.data.run.empty() || !options.data.base.empty() ||
      !options.data.cloud.empty())
    throw UsageError("--payloads names the sets itself: leave out --ledger, --run, --base and --cloud");
  if (options.given.contains("coverages") || !options.base_macs.empty() || !options.cloud_macs.empty() ||
      !options.router_macs.empty() || !options.input_bytes.empty())
    throw UsageError(
        "--payloads is priced by what the sets say, within budgets of --latency: leave out --coverage, "
        "--base-macs, --cloud-macs, --router-macs and --input-bytes");
  if (options.methods.size() > 1)
    throw UsageError("--payloads compares payloads under one method; give one with --methods");
  ProblemOptions data = options.data;
  data.base = options.payloads.front();
  const std::vector<std::string> clouds(options.payloads.begin() + 1, options.payloads.end());
  require_distinct("--payloads", clouds);
  const std::filesystem::path csv =
      options.out.empty() ? "" : std::filesystem::path(options.out) / "payloads.csv";
  show_payloads(load_payloads(data, clouds, options.methods.empty() ? "" : options.methods.front(), log),
                options.measured.latency_ms, csv, log);
}

void run_cost(const CostOptions& options, Logger& log) {
  if (!options.payloads.empty()) {
    run_payloads(options, log);
    return;
  }
  if (options.ledger_only) {
    cost::Workload workload;
    apply_flags(options, workload);
    const cost::SystemProfile profile =
        find_profile(options.data.profile.empty() ? workflows::kDefaultProfile : options.data.profile);
    const cost::SystemCost cost = cost::price(profile, workload);
    fmt::print("{}: {}\n\n{}", profile.name, profile.description, ledger(cost));
    if (!options.out.empty())
      write_file_atomically(std::filesystem::path(options.out) / "ledger.csv", ledger_csv(cost));
    return;
  }
  if (!options.router_macs.empty())
    throw UsageError("--router-macs goes with --ledger; here each method brings its own");
  workflows::LoadedProblem loaded = load_problem(options.data, options.methods, log);
  apply_flags(options, loaded.workload);
  const config::EvaluationConfig& config = options.measured;
  const eval::Evaluation evaluation = [&] {
    config::EvaluationConfig points_only = config;
    points_only.bootstrap = 0;  // evaluate reports the intervals of differences
    return eval::evaluate(loaded.problem, points_only, loaded.profile, loaded.workload, SeedTree(1));
  }();
  const cost::SystemCost& cost = evaluation.profiles.front().routed;

  fmt::print(
      "Eq. 1 itemised, profile {} (with the router):\n\n{}\n{}", loaded.profile.name, ledger(cost),
      report::budget_table_markdown(
          {.name = loaded.name, .notes = {}, .evaluation = evaluation, .repeats = {}, .config = config}));
  if (options.out.empty()) return;
  const std::filesystem::path folder = options.out;
  write_file_atomically(folder / "ledger.csv", ledger_csv(cost));
  write_file_atomically(folder / "curves.csv", report::curves_csv(evaluation));
  report::draw(report::pareto_figure(loaded.name, evaluation, loaded.profile.name), folder, "pareto", log);
  log.info("\nfiles: {0}/ledger.csv {0}/curves.csv {0}/pareto.svg", folder.string());
}

}  // namespace

Action setup_cost(CLI::App& app) {
  auto options = std::make_shared<CostOptions>();
  add_problem_options(app, options->data);
  add_config_flags(
      app, options->measured,
      {{.key = "latency_ms", .names = "--latency", .default_words = "four that suit the profile"},
       {.key = "coverages", .names = "--coverage"}},
      {.given = &options->given});
  app.add_option("--methods", options->methods, "with --base and --cloud: routing methods (default: all)")
      ->delimiter(',');
  app.add_option("--base-macs", options->base_macs, "MACs of the base per input (1e6)")->group("Models");
  app.add_option("--cloud-macs", options->cloud_macs, "MACs of the cloud model per input")->group("Models");
  app.add_option("--router-macs", options->router_macs, "MACs of the router per input, with --ledger")
      ->group("Models");
  app.add_option("--input-bytes", options->input_bytes, "size of what is sent, bytes")->group("Models");
  app.add_flag("--ledger", options->ledger_only, "only itemise the cost profile, which needs no data");
  app.add_option(
      "--payloads", options->payloads,
      "the base's set, then the cloud model's, one for each payload (`hybrid predict --payload`): prints the "
      "table of `hybrid payload`");
  app.add_option(
      "--out", options->out,
      "write ledger.csv, curves.csv and pareto.svg into this folder; with --payloads payloads.csv");
  app.footer(
      "Examples:\n"
      "  latency-energy --run results/quickstart-1a2b3c4d --profile stm32f746-nbiot --out costs/\n"
      "  latency-energy --payloads base.npz cloud-*.npz --latency 1000\n"
      "  hybrid cost --ledger --profile stm32f746-nbiot --base-macs 12.79e6 --input-bytes 27648");
  return [options](Logger& log) { run_cost(*options, log); };
}

}  // namespace hybrid::cli
