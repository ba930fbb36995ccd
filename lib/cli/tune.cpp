// hybrid tune, tune-router: Algorithm 2. A budget in, a threshold out, with what it really gives on the test
// split.

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/arguments.h"
#include "cli/setups.h"
#include "core/error.h"
#include "core/files.h"
#include "core/text.h"
#include "eval/evaluation.h"
#include "eval/operating_point.h"
#include "report/text_table.h"
#include "routing/threshold.h"

namespace hybrid {

namespace {

struct TuneOptions {
  ProblemOptions data;
  std::string method;
  std::vector<std::string> latency, energy, macs, coverage, accuracy;
  std::string out;
  bool json = false;
};

/// One set of requirements that must hold together.
struct Requirements {
  std::map<Resource, double> budgets;
  std::optional<double> coverage, accuracy;
};

struct TunedPoint {
  Requirements requirements;
  OperatingPoint point;
};

/// Every combination of the values given for the different flags.
std::vector<Requirements> combinations(const TuneOptions& options) {
  std::vector<Requirements> all{{}};
  const auto extend = [&](const std::vector<double>& values, const auto& set) {
    if (values.empty()) return;
    std::vector<Requirements> extended;
    for (const auto& requirements : all)
      for (const double value : values) {
        extended.push_back(requirements);
        set(extended.back(), value);
      }
    all = std::move(extended);
  };
  const auto budget = [](Resource resource) {
    return [resource](Requirements& r, double value) { r.budgets[resource] = value; };
  };
  extend(parse_amounts("--latency", options.latency), budget(Resource::latency));
  extend(parse_amounts("--energy", options.energy), budget(Resource::energy));
  extend(parse_amounts("--macs", options.macs), budget(Resource::macs));
  extend(parse_shares("--coverage", options.coverage),
         [](Requirements& r, double value) { r.coverage = value; });
  extend(parse_shares("--accuracy", options.accuracy),
         [](Requirements& r, double value) { r.accuracy = value; });
  const Requirements& first = all.front();
  if (first.budgets.empty() && !first.coverage && !first.accuracy)
    throw UsageError("give what to tune to: --latency, --energy, --macs, --coverage or --accuracy");
  return all;
}

/// The smallest coverage that keeps every budget. @throws Infeasible naming the nearest budget that can be
/// met.
double coverage_for_budgets(const Requirements& requirements, const SystemCost& cost) {
  double coverage = requirements.coverage.value_or(0);
  for (const auto& [resource, budget] : requirements.budgets) {
    const auto total = cost.total(resource);
    if (!total)
      throw UsageError(
          fmt::format("--{} cannot be used: {}", name_of(resource),
                      cost.unknown.empty() ? "the profile does not price it" : join(cost.unknown, "; ")));
    const auto needed = total->coverage_for(budget);
    if (!needed)
      throw Infeasible(
          fmt::format("{} {} {} cannot be met: the device alone takes {} {} for every input (profile {}); "
                      "nearest: --{} {}",
                      name_of(resource), shortest(budget), unit_of(resource), shortest(total->always),
                      unit_of(resource), cost.profile, name_of(resource), shortest(total->always)));
    coverage = std::max(coverage, *needed);
  }
  return coverage;
}

/// Whether nothing was fitted on the halves. Scores of two fits, one for each half, have no threshold in common, and
/// answers fused by two fits no accuracy.
bool has_one_fit(const RoutingProblem& problem, const Method& method) {
  const BaseVariant& variant = problem.variant_of(method);
  return !problem.exchanged() ||
         (method.tune == method.test && variant.tune.cloud_value == variant.test.cloud_value);
}

/// @throws Infeasible naming the best accuracy that thresholds reach on every tuning part.
void require_reachable(double accuracy, const RoutingProblem& problem, const Method& method,
                       std::span<const Fold> folds) {
  std::vector<DeferralCurve> parts;
  for (const auto& fold : folds) parts.push_back(deferral_curve(fold.tune_scores, fold.tune));
  if (has_one_fit(problem, method))
    parts.push_back(deferral_curve(method.tune, problem.variant_of(method).tune));
  std::optional<Cut> best;
  double best_accuracy = 1, best_coverage = 0;
  for (const auto& part : parts) {
    const Cut cut = *std::ranges::max_element(part.cuts, {}, &Cut::value);
    const auto n = static_cast<double>(part.n);
    if (best && cut.value / n >= best_accuracy) continue;
    best = cut;
    best_accuracy = cut.value / n;
    best_coverage = 1 - static_cast<double>(cut.sent) / n;
  }
  if (accuracy <= best_accuracy) return;
  throw Infeasible(fmt::format(
      "accuracy {} % is out of reach for {}: the best on the tuning split is {} % with {} % kept on the "
      "device; nearest: --accuracy {}",
      per_cent(accuracy, 2), method.name, per_cent(best_accuracy, 2), per_cent(best_coverage),
      shortest(best_accuracy)));
}

/// The thresholds that the rule chooses: what they give, and the one to deploy. Of an exchanged problem that one is
/// chosen on all examples, while the folds tell what such a choice gives on others.
OperatingPoint tuned_point(const ThresholdRule& rule, const RoutingProblem& problem, const Method& method,
                           std::span<const Fold> folds, const SystemCost& cost) {
  OperatingPoint point = operating_point_by(rule, folds, cost);
  if (!has_one_fit(problem, method)) return point;
  const Threshold deployed = rule(method.tune, problem.variant_of(method).tune);
  point.target_coverage = point.tuned_coverage = deployed.tuned_coverage;
  if (std::isfinite(deployed.value)) point.threshold = deployed.value;
  return point;
}

TunedPoint tune(const Requirements& requirements, const RoutingProblem& problem, const Method& method,
                const SystemCost& cost) {
  if (method.kind == MethodKind::on_device || method.kind == MethodKind::on_cloud)
    throw UsageError(fmt::format("{} has nothing to tune: it {}; give a method with a threshold", method.name,
                                 method.kind == MethodKind::on_cloud ? "sends everything" : "sends nothing"));
  const double coverage = coverage_for_budgets(requirements, cost);
  const std::vector<Fold> folds = folds_of(problem, method);
  if (!requirements.accuracy && method.kind != MethodKind::scored)
    return {requirements, operating_point(problem, method, folds, coverage, cost)};
  if (!requirements.accuracy) {
    const auto rule = [&](std::span<const double> scores, const Outcomes&) {
      return threshold_for_coverage(scores, coverage);
    };
    TunedPoint tuned{requirements, tuned_point(rule, problem, method, folds, cost)};
    tuned.point.target_coverage = coverage;
    return tuned;
  }
  if (method.kind != MethodKind::scored)
    throw UsageError("--accuracy needs a method with scores, not " + method.name);
  require_reachable(*requirements.accuracy, problem, method, folds);
  const auto rule = [&](std::span<const double> scores, const Outcomes& outcomes) {
    return threshold_for_accuracy(scores, outcomes, *requirements.accuracy).value();
  };
  TunedPoint tuned{requirements, tuned_point(rule, problem, method, folds, cost)};
  if (tuned.point.tuned_coverage < coverage - 1e-12)
    throw Infeasible(
        fmt::format("accuracy {} % and the budgets cannot hold together for {}: the accuracy needs {} % to "
                    "be sent, the budgets allow {} %",
                    per_cent(*requirements.accuracy, 2), method.name,
                    per_cent(1 - tuned.point.tuned_coverage, 2), per_cent(1 - coverage, 2)));
  return tuned;
}

std::string words(const Requirements& requirements) {
  std::vector<std::string> parts;
  for (const auto& [resource, budget] : requirements.budgets)
    parts.push_back(fmt::format("{} {} {}", name_of(resource), shortest(budget), unit_of(resource)));
  if (requirements.coverage) parts.push_back(fmt::format("coverage {} %", per_cent(*requirements.coverage)));
  if (requirements.accuracy) parts.push_back(fmt::format("accuracy {} %", per_cent(*requirements.accuracy)));
  return join(parts, " & ");
}

std::string number_or_dash(const std::optional<double>& value) {
  return value ? fmt::format("{:.5g}", *value) : "–";
}

TextTable table_of(const std::vector<TunedPoint>& points) {
  TextTable table{.header = {"asked for", "threshold", "target cov.", "on tune", "on test",
                             "accuracy on test, %", "latency ms", "energy mJ", "MACs"}};
  for (const auto& [requirements, p] : points)
    table.rows.push_back({words(requirements), p.threshold ? shortest(*p.threshold) : "–",
                          per_cent(p.target_coverage) + " %", per_cent(p.tuned_coverage, 2) + " %",
                          per_cent(p.coverage, 2) + " %",
                          per_cent_with_interval(p.accuracy, p.accuracy_ci.low, p.accuracy_ci.high),
                          number_or_dash(p.latency_ms), number_or_dash(p.energy_mj), number_or_dash(p.macs)});
  return table;
}

nlohmann::ordered_json json_of(const LoadedProblem& loaded, const Method& method,
                               const std::vector<TunedPoint>& points) {
  const auto optional = [](const std::optional<double>& value) {
    return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json(nullptr);
  };
  nlohmann::ordered_json rows = nlohmann::ordered_json::array();
  for (const auto& [requirements, p] : points) {
    nlohmann::ordered_json asked = nlohmann::ordered_json::object();
    for (const auto& [resource, budget] : requirements.budgets)
      asked[std::string(name_of(resource))] = budget;
    if (requirements.coverage) asked["coverage"] = *requirements.coverage;
    if (requirements.accuracy) asked["accuracy"] = *requirements.accuracy;
    rows.push_back({{"asked", asked},
                    {"threshold", optional(p.threshold)},
                    {"target_coverage", p.target_coverage},
                    {"tuned_coverage", p.tuned_coverage},
                    {"coverage", p.coverage},
                    {"accuracy", p.accuracy},
                    {"ci_low", p.accuracy_ci.low},
                    {"ci_high", p.accuracy_ci.high},
                    {"latency_ms", optional(p.latency_ms)},
                    {"energy_mj", optional(p.energy_mj)},
                    {"macs", optional(p.macs)}});
  }
  nlohmann::ordered_json json{{"schema_version", 1},
                              {"data", loaded.name},
                              {"method", method.name},
                              {"profile", loaded.profile.name}};
  if (loaded.problem.exchanged()) json["exchanged"] = true;
  json["points"] = rows;
  return json;
}

/// Where the figures come from.
std::string origin(const RoutingProblem& problem, const Method& method) {
  const std::string n_test = with_thousands(static_cast<std::int64_t>(problem.n_test()));
  if (!problem.exchanged())
    return fmt::format("thresholds from {} tuning examples, everything else from {} test examples",
                       with_thousands(static_cast<std::int64_t>(problem.n_tune())), n_test);
  const std::string measured =
      "coverage and accuracy on test are what thresholds from each half give on the other, mean of both";
  if (!has_one_fit(problem, method))
    return fmt::format("{}; no threshold, because {} was fitted on each half anew", measured, method.name);
  return fmt::format("thresholds from all {} examples; {}", n_test, measured);
}

std::string default_method(const RoutingProblem& problem) {
  for (const auto* name : {"router", "max_prob", "entropy"})
    if (std::ranges::find(problem.methods, name, &Method::name) != problem.methods.end()) return name;
  throw UsageError("this data has neither router, max_prob nor entropy; give --method");
}

void run_tune(const TuneOptions& options, Logger& log) {
  const auto wanted = combinations(options);
  const std::vector<std::string> methods =
      options.method.empty() ? std::vector<std::string>{} : std::vector<std::string>{options.method};
  const LoadedProblem loaded = load_problem(options.data, methods, log);
  const Method& method =
      loaded.problem.method(options.method.empty() ? default_method(loaded.problem) : options.method);
  const SystemCost cost = price(loaded.profile, with_router(loaded.workload, method));
  std::vector<TunedPoint> points;
  for (const auto& requirements : wanted) points.push_back(tune(requirements, loaded.problem, method, cost));

  const std::string json =
      json_of(loaded, method, points).dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) +
      "\n";
  if (!options.out.empty()) write_file_atomically(options.out, json);
  if (options.json) {
    fmt::print("{}", json);
    return;
  }
  fmt::print("{}: method {}, profile {}; send an input iff its score > threshold\n\n{}", loaded.name,
             method.name, loaded.profile.name, to_text(table_of(points)));
  log.info("\n{}; intervals are 95 %", origin(loaded.problem, method));
}

}  // namespace

Action setup_tune(CLI::App& app) {
  auto options = std::make_shared<TuneOptions>();
  const auto budget = [&](const char* flag, std::vector<std::string>& target, const char* text) {
    app.add_option(flag, target, text)->delimiter(',')->group("Budgets");
  };
  budget("--latency", options->latency, "mean latency per input, ms");
  budget("--energy", options->energy, "mean energy of the device per input, mJ");
  budget("--macs", options->macs, "mean MACs per input, device and cloud together (1e6)");
  budget("--coverage", options->coverage, "share kept on the device, at least (0.8, 80%)");
  budget("--accuracy", options->accuracy, "accuracy on the tuning split, at least (0.9, 90%)");
  add_problem_options(app, options->data);
  app.add_option("--method", options->method,
                 "router, max_prob, entropy, ... (default: router if there is one)");
  app.add_option("--out", options->out, "also write the points to this JSON file");
  app.add_flag("--json", options->json, "print JSON instead of the table");
  app.footer(
      "Different flags together must all hold; a list tries each value.\n"
      "Examples:\n"
      "  hybrid tune --latency 1400\n"
      "  hybrid tune --latency 600,1000,1400 --energy 150 --method max_prob\n"
      "  hybrid tune --base base.npz --cloud cloud.npz --accuracy 90%");
  return [options](Logger& log) { run_tune(*options, log); };
}

}  // namespace hybrid
