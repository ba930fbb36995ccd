// hybrid cost, latency-energy: Eq. 1 itemised, and the accuracy of every method at every budget (the paper's
// Table 3).

#include <array>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/arguments.h"
#include "cli/battery_options.h"
#include "cli/cost_ledger.h"
#include "cli/ignored_options.h"
#include "cli/output.h"
#include "cli/payload_table.h"
#include "cli/setups.h"
#include "cli/unknown_words.h"
#include "core/csv.h"
#include "core/error.h"
#include "core/files.h"
#include "core/text.h"
#include "core/units.h"
#include "cost/plausible.h"
#include "eval/evaluation.h"
#include "report/evaluation_files.h"
#include "report/pareto_figure.h"
#include "report/summary.h"

namespace hybrid::cli {

namespace {

struct CostOptions {
  ProblemOptions data;
  /// Provides the coverages and the latency budgets.
  config::EvaluationConfig measured = {.coverages = {0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1}};
  GivenFlags given;
  BatteryOptions battery;
  std::vector<std::string> methods, payloads;
  std::vector<std::string> sets;  ///< more of `payloads`
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

std::string ledger_csv(const cost::SystemCost& cost) {
  CsvWriter csv;
  csv.row("item", "resource", "unit", "always", "if_sent", "source");
  for (const auto& item : cost.items)
    csv.row(item.name, name_of(item.resource), cost::unit_of(item.resource), item.per_input, item.per_offload,
            item.source);
  return csv.text();
}

/// Returns the life of the battery, if one is given; an empty text otherwise.
std::string battery_part(const CostOptions& options, const config::BatteryConfig& run,
                         const cost::SystemProfile& profile, const cost::SystemCost& cost) {
  const auto battery = battery_of(options.battery, run, profile, cost);
  return battery ? "\n" + battery_text(*battery, cost) : "";
}

/// A flag that describes the models.
struct WorkloadFlag {
  const char* option;
  std::string CostOptions::*word;
  const char* unit;
  void (*set)(cost::Workload& workload, double value);
};
constexpr std::array<WorkloadFlag, 4> kWorkloadFlags{
    {{"--base-macs", &CostOptions::base_macs, "MACs",
      [](cost::Workload& w, double value) { w.base_macs = value; }},
     {"--cloud-macs", &CostOptions::cloud_macs, "MACs",
      [](cost::Workload& w, double value) { w.cloud_macs = value; }},
     {"--router-macs", &CostOptions::router_macs, "MACs",
      [](cost::Workload& w, double value) { w.router_macs = value; }},
     {"--input-bytes", &CostOptions::input_bytes, "bytes",
      [](cost::Workload& w, double value) { w.input_bytes = value; }}}};

/// Applies the flags that describe the models; they take precedence over the data.
void apply_flags(const CostOptions& options, cost::Workload& workload) {
  for (const auto& [option, word, unit, set] : kWorkloadFlags)
    if (const auto value = count(option, options.*word, unit)) set(workload, *value);
}

/// Warns of flags whose values change no cost: a profile of lumps does not ask for bytes.
void warn_of_no_effect(const CostOptions& options, const cost::SystemProfile& profile,
                       const cost::Workload& workload, Logger& log) {
  const std::string csv = ledger_csv(cost::price(profile, workload));
  for (const auto& [option, word, unit, set] : kWorkloadFlags) {
    const auto value = count(option, options.*word, unit);
    if (!value) continue;
    cost::Workload other = workload;
    set(other, 2 * *value + 1);
    if (ledger_csv(cost::price(profile, other)) == csv)
      log.warn("{} changes no cost of profile {}", option, profile.name);
  }
}

/// Keeps the methods of these names; all if there are none. A run has scored all of its own.
void keep_methods(eval::RoutingProblem& problem, const std::vector<std::string>& names) {
  if (names.empty()) return;
  std::vector<eval::Method> kept;
  for (const auto& name : names) kept.push_back(problem.method(name));
  problem.methods = std::move(kept);
}

/// Compares payloads: the base's set, then the cloud model's on each payload.
void run_payloads(const CostOptions& options, Logger& log) {
  if (options.payloads.size() < 3)
    throw UsageError(
        "--payloads takes the base's set, then the cloud's, one for each payload: base.npz,raw.npz,"
        "jpeg75.npz");
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
    const cost::SystemProfile profile =
        find_profile(options.data.profile.empty() ? workflows::kDefaultProfile : options.data.profile, log);
    cost::Workload workload;
    apply_flags(options, workload);
    const cost::SystemCost cost = cost::price(profile, workload);
    if (!cost.total(cost::Resource::latency))
      throw UsageError(fmt::format("profile {} prices models and inputs: give --base-macs and --input-bytes",
                                   profile.name));
    const std::string life = battery_part(options, {}, profile, cost);
    warn_of_no_effect(options, profile, workload, log);
    cost::warn_of_slow_sending(profile, workload, log);
    print("{}: {}\n\n{}{}", profile.name, profile.description, ledger(cost), life);
    if (!options.out.empty())
      write_file_atomically(std::filesystem::path(options.out) / "ledger.csv", ledger_csv(cost));
    return;
  }
  workflows::LoadedProblem loaded = load_problem(options.data, options.methods, log);
  keep_methods(loaded.problem, options.methods);
  apply_flags(options, loaded.workload);
  warn_of_no_effect(options, loaded.profile, loaded.workload, log);
  const config::EvaluationConfig& config = options.measured;
  const eval::Evaluation evaluation = [&] {
    config::EvaluationConfig points_only = config;
    points_only.bootstrap = 0;  // evaluate reports the intervals of differences
    return eval::evaluate(loaded.problem, points_only, loaded.profile, loaded.workload, SeedTree(1));
  }();
  const cost::SystemCost& cost = evaluation.profiles.front().routed;
  if (options.given.contains("latency_ms") && !cost.total(cost::Resource::latency))
    throw UsageError(fmt::format("--latency cannot be used: {}", join(cost.unknown, "; ")));

  const std::string life = battery_part(options, loaded.battery, loaded.profile, cost);
  print("Eq. 1 itemised, profile {} (with the router):\n\n{}\n{}{}", loaded.profile.name, ledger(cost),
        report::budget_table_text(
            {.name = loaded.name, .notes = {}, .evaluation = evaluation, .repeats = {}, .config = config}),
        life);
  if (options.out.empty()) return;
  const std::filesystem::path folder = options.out;
  write_file_atomically(folder / "ledger.csv", ledger_csv(cost));
  write_file_atomically(folder / "curves.csv", report::curves_csv(evaluation));
  const auto curves = eval::shown_curves(loaded.problem, config, loaded.profile, loaded.workload);
  report::draw(report::pareto_figure(loaded.name, evaluation, config, curves), folder, "pareto", log,
               report::pictures_in(config.pictures));
  log.info("\nfiles: {0}/ledger.csv {0}/curves.csv {0}/pareto.svg", folder.string());
}

/// Refuses what has no effect in the given way of working: --payloads, --ledger, or data.
void refuse_ignored(const CLI::App& app, const CostOptions& options) {
  if (options.payloads.empty() && !options.sets.empty()) refuse_words(app, options.sets);
  std::vector<std::string_view> data(kPairOptions.begin(), kPairOptions.end());
  data.insert(data.end(), {"--run", "--latency", "--coverage", "--methods", "--payloads", "--pictures"});
  refuse_ignored_options(
      app,
      {{.options = {"--run", "--base", "--cloud"},
        .beside = {"--payloads"},
        .why = "--payloads names the sets itself"},
       {.options = {"--battery", "--rate", "--sleep"},
        .beside = {"--payloads"},
        .why = "--payloads compares times, energies and accuracies"},
       {.options = {"--coverage", "--base-macs", "--cloud-macs", "--router-macs", "--input-bytes"},
        .beside = {"--payloads"},
        .why = "--payloads is priced by what the sets say, within budgets of --latency"},
       {.options = data, .beside = {"--ledger"}, .why = "--ledger itemises the profile without any data"},
       {.options = {"--router-macs"}, .without = {"--ledger"}, .why = "each method brings its own router"},
       {.options = {"--pictures"},
        .without = {"--out"},
        .why = "pictures are drawn into the folder of --out"},
       {.options = {"--pictures"}, .beside = {"--payloads"}, .why = "--payloads draws no picture"},
       {.options = {"--coverage"},
        .without = {"--out"},
        .why = "coverages are the points of curves.csv and pareto.svg, the table has budgets"}});
}

}  // namespace

Action setup_cost(CLI::App& app) {
  auto options = std::make_shared<CostOptions>();
  add_problem_options(app, options->data);
  add_config_flags(
      app, options->measured,
      {{.key = "latency_ms", .names = "--latency", .default_words = "four that suit the profile"},
       {.key = "coverages", .names = "--coverage"},
       {.key = "pictures", .names = "--pictures"}},
      {.given = &options->given});
  add_battery_options(app, options->battery);
  app.add_option("--methods", options->methods, "routing methods (default: all)")->delimiter(',');
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
  app.add_option("sets", options->sets, "with --payloads, more of its sets: --payloads base.npz cloud-*.npz");
  app.add_option(
      "--out", options->out,
      "write ledger.csv, curves.csv and pareto.svg into this folder; with --payloads payloads.csv");
  app.footer(
      "Examples:\n"
      "  latency-energy --run results/quickstart-1a2b3c4d --profile stm32f746-nbiot --out costs/\n"
      "  latency-energy --payloads base.npz cloud-*.npz --latency 1000\n"
      "  hybrid cost --ledger --profile stm32f746-nbiot --base-macs 12.79e6 --input-bytes 27648");
  return [options, &app](Logger& log) {
    refuse_ignored(app, *options);
    options->payloads.insert(options->payloads.end(), options->sets.begin(), options->sets.end());
    run_cost(*options, log);
  };
}

}  // namespace hybrid::cli
