// hybrid tune, tune-router: thresholds for budgets or prices, with their results on the test part.

#include <memory>
#include <nlohmann/json.hpp>

#include "cli/arguments.h"
#include "cli/battery_options.h"
#include "cli/export_command.h"
#include "cli/guarantee.h"
#include "cli/output.h"
#include "cli/setups.h"
#include "cli/tiers.h"
#include "cli/tune_payload.h"
#include "cli/tune_report.h"
#include "cli/tune_requirements.h"
#include "core/error.h"
#include "core/files.h"
#include "core/json_text.h"
#include "core/text.h"
#include "eval/given_threshold.h"
#include "eval/router_export.h"
#include "report/plain_text.h"

namespace hybrid::cli {

namespace {

struct TuneOptions {
  ProblemOptions data;
  RequirementWords wanted;
  std::vector<std::string> thresholds;
  BatteryOptions battery;
  std::string method, payload, confidence;
  config::EvaluationConfig measured;  ///< recalibrate and deadline_ms
  std::string out;
  bool json = false;
};

/// Chooses payload and threshold together; the points are one JSON array, an object per budget.
void tune_payloads(const TuneOptions& options, std::vector<eval::Requirements> wanted,
                   const eval::PointOptions& measured, Logger& log) {
  if (!options.thresholds.empty())
    throw UsageError("--payload auto chooses the threshold: leave out --threshold");
  if (options.payload != "auto")
    throw UsageError(fmt::format("--payload is '{}', must be auto: the sets of --cloud say what was sent",
                                 options.payload));
  const auto candidates = load_payloads(options.data, split(options.data.cloud, ','), options.method, log);
  const workflows::PayloadCandidate& first = candidates.front();
  apply_life(wanted,
             battery_of(options.battery, first.loaded.battery, first.loaded.profile, first.costs.mean),
             first.costs.mean);
  nlohmann::ordered_json choices = nlohmann::ordered_json::array();
  std::string text;
  for (const auto& requirements : wanted) {
    const PayloadTuning tuning = tune_payload(requirements, candidates, measured);
    choices.push_back(json_of(tuning, candidates, measured.recalibrate));
    text += (text.empty() ? "" : "\n") + table_of(tuning, candidates);
  }
  const std::string json = json_text(choices);
  if (!options.out.empty()) write_file_atomically(options.out, json);
  if (options.json) {
    print_text(json);
    return;
  }
  print("{}: method {}, profile {}; payload and threshold chosen on the tuning part\n{}\n\n{}",
        first.loaded.name, first.method().name(), first.loaded.profile.name,
        origin(first.loaded.problem, first.method(), measured.recalibrate), text);
}

std::vector<eval::TunedPoint> points_of(const TuneOptions& options,
                                        const std::vector<eval::Requirements>& wanted,
                                        const eval::RoutingProblem& problem, const eval::Method& method,
                                        const eval::MethodCosts& costs, const eval::PointOptions& measured,
                                        Logger& log) {
  std::vector<eval::TunedPoint> points;
  for (const auto& word : options.thresholds) {
    const double threshold = parse_threshold(word, method);
    warn_of_idle_threshold(method, threshold, log);
    points.push_back(eval::point_at_threshold(threshold, problem, method, costs, measured));
  }
  for (const auto& requirements : wanted)
    points.push_back(tuned_or_refused(requirements, problem, method, costs, measured,
                                      given_flags(options.wanted, options.data)));
  return points;
}

/// Says how the points' decisions can be had as C.
void tell_export(const TuneOptions& options, const ProblemOptions& data, const eval::RoutingProblem& problem,
                 const eval::Method& method, const std::vector<eval::TunedPoint>& points,
                 const eval::PointOptions& measured, Logger& log) {
  const std::string command = export_command(
      {.data = data, .limits = options.wanted, .battery = options.battery, .confidence = options.confidence},
      problem, method, points.front(), measured);
  if (!command.empty())
    log.info("\nas C{}:  {}", points.size() > 1 ? ", the first" : "", command);
  else if (const std::string missing = eval::export_missing(problem, method); !missing.empty())
    log.info("\nnot as C: {}", missing);
}

void run_tune(const TuneOptions& options, Logger& log) {
  if (!options.thresholds.empty() && !options.wanted.empty())
    throw UsageError("--threshold says what is sent: leave it out, or the budgets and prices");
  if (!options.thresholds.empty() && options.measured.recalibrate != config::Recalibration::none)
    throw UsageError("--threshold leaves nothing to recalibrate: leave out --recalibrate");
  require_distinct("--threshold", options.thresholds);
  auto wanted =
      options.thresholds.empty() ? requirements_of(options.wanted) : std::vector<eval::Requirements>{};
  const eval::PointOptions measured{.recalibrate = options.measured.recalibrate,
                                    .deadline_ms = options.measured.deadline_ms,
                                    .confidence = parse_confidence(options.confidence)};
  if (measured.confidence && !options.thresholds.empty())
    throw UsageError("a given threshold is certified by nothing: leave out --confidence");
  if (measured.confidence && !options.payload.empty())
    throw UsageError("--confidence is of one threshold: choose the payload first, then tune with its set");
  if (!options.payload.empty()) {
    tune_payloads(options, wanted, measured, log);
    return;
  }
  if (has_tiers(options.data)) {
    if (measured.recalibrate != config::Recalibration::none || measured.deadline_ms)
      throw UsageError("with several --cloud, leave out --recalibrate and --deadline");
    if (measured.confidence || !options.thresholds.empty() || !options.wanted.life.empty() ||
        !options.battery.given.empty())
      throw UsageError(
          "with several --cloud, leave out --confidence, --threshold, --battery, --rate, --sleep and --life");
    tune_tiers(options.data, options.method, wanted, options.out, options.json, log);
    return;
  }
  const std::vector<std::string> methods =
      options.method.empty() ? std::vector<std::string>{} : std::vector<std::string>{options.method};
  ProblemOptions data = with_newest_run(options.data, log);
  data.certify = measured.confidence.has_value();
  const workflows::LoadedProblem loaded = load_problem(data, methods, log);
  const eval::Method& method = !options.method.empty() ? loaded.problem.method(options.method)
                               : measured.confidence   ? method_to_certify(loaded.problem, log)
                                                       : eval::default_method(loaded.problem);
  const eval::MethodCosts costs = eval::costs_of(loaded.problem, method, loaded.profile, loaded.workload);
  if (options.measured.deadline_ms && !costs.mean.total(cost::Resource::latency))
    throw UsageError(fmt::format("--deadline cannot be used: {}", join(costs.mean.unknown, "; ")));
  const auto battery = battery_of(options.battery, loaded.battery, loaded.profile, costs.mean);
  apply_life(wanted, battery, costs.mean);
  const auto points = points_of(options, wanted, loaded.problem, method, costs, measured, log);
  warn_of_dearer_inputs(points.front(), costs, log);
  if (battery)
    for (const auto& point : points) warn_if_too_slow(point, *battery, log);

  const std::string json = json_text(json_of(loaded, method, points, measured.recalibrate, battery));
  if (!options.out.empty()) write_file_atomically(options.out, json);
  if (options.json) {
    print_text(json);
    return;
  }
  print("{}: method {}, profile {}\n{}\n\n{}\n", loaded.name, method.name(), loaded.profile.name,
        report::wrapped(origin(loaded.problem, method, measured.recalibrate, points.front().certificate) +
                        "; intervals are 95 %"),
        table_of(loaded.problem, method, points, battery));
  if (const std::string note = trade_note(method, points.front()); !note.empty())
    print("{}\n", report::wrapped(note));
  for (const auto& point : points) print_text(sentence(loaded.problem, method, point, battery));
  print_text(guarantee_text(points, loaded.problem, method, measured.recalibrate));
  flush_output();
  tell_export(options, data, loaded.problem, method, points, measured, log);
}

}  // namespace

Action setup_tune(CLI::App& app) {
  auto options = std::make_shared<TuneOptions>();
  RequirementWords& wanted = options->wanted;
  const auto add = [&](const char* group, const char* flag, std::vector<std::string>& target,
                       const char* text) {
    app.add_option(flag, target, text)->delimiter(',')->group(group);
  };
  add("Budgets", "--latency", wanted.latency, "mean latency per input, ms (1400, 1.4s)");
  add("Budgets", "--energy", wanted.energy, "mean energy of the device per input, mJ (50, 0.05J)");
  add("Budgets", "--macs", wanted.macs, "mean MACs per input, device and cloud together (1e6, 12.8M)");
  add("Budgets", "--sent", wanted.sent, "share sent to the cloud, at most (0.2, 20%)");
  add("Budgets", "--coverage", wanted.coverage, "share kept on the device, at least (0.8, 80%)");
  add("Budgets", "--accuracy", wanted.accuracy, "accuracy on the tuning part, at least (0.9, 90%)");
  add("Budgets", "--life", wanted.life, "days that the device's battery must last (365, 1y)");
  add_confidence(app, options->confidence, "Budgets");
  add("Threshold", "--threshold", options->thresholds, kThresholdHelp);
  add("Price", "--price", wanted.price,
      "send an input if its expected gain exceeds this many correct predictions");
  add("Price", "--value", wanted.value,
      "value of one more correct prediction: send an input if expected gain x value exceeds its cost");
  app.add_option("--value-of", wanted.value_of,
                 "the cost that --value is compared with: latency (ms), energy (mJ) or macs")
      ->group("Price");
  add_battery_options(app, options->battery);
  add_problem_options(app, options->data);
  add_config_flags(
      app, options->measured,
      {{.key = "recalibrate", .names = "--recalibrate"}, {.key = "deadline_ms", .names = "--deadline"}});
  app.add_option("--method", options->method,
                 "routing method: auto, router, max_prob, ... (default: auto, else router)");
  app.add_option("--payload", options->payload,
                 "`auto`: also choose the payload; --cloud lists a set for each (raw.npz,jpeg75.npz)");
  app.add_option("--out", options->out, "also write the points to this JSON file");
  app.add_flag("--json", options->json, "print JSON instead of the table");
  app.footer(
      "Budgets of several kinds must all hold; a list is tuned to value by value. If the prediction sets give\n"
      "`payload_bytes` or `latency_ms`, each input has its own cost in budgets and values.\n"
      "Examples:\n"
      "  hybrid tune --sent 30%\n"
      "  hybrid tune --latency 1400\n"
      "  hybrid tune --method max_prob --threshold 0.8  # what a threshold of today gives\n"
      "  hybrid tune --latency 600,1000,1400 --energy 150 --method max_prob\n"
      "  hybrid tune --latency 1400 --confidence 95%    # holds on new inputs, too\n"
      "  hybrid tune --base base.npz --cloud cloud.npz --accuracy 90%\n"
      "  hybrid tune --base base.npz --cloud raw.npz,j75.npz --payload auto --latency 1000\n"
      "  hybrid tune --base device.npz --cloud gateway.npz --cloud cloud.npz --latency 600\n"
      "  hybrid tune --life 365d --battery 225mAh@3V --rate 60/h\n"
      "  hybrid tune --price 0.1                        # a sent input must gain 0.1 correct predictions\n"
      "  hybrid tune --value 8000 --value-of latency    # one more correct prediction is worth waiting 8 s");
  return [options](Logger& log) { run_tune(*options, log); };
}

}  // namespace hybrid::cli
