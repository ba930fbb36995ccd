// hybrid export-router: a router with the threshold of a budget, as C99 for a device.

#include <algorithm>
#include <filesystem>
#include <memory>

#include "cli/arguments.h"
#include "cli/battery_options.h"
#include "cli/guarantee.h"
#include "cli/ignored_options.h"
#include "cli/output.h"
#include "cli/setups.h"
#include "cli/tune_requirements.h"
#include "core/command_line.h"
#include "core/error.h"
#include "core/files.h"
#include "core/text.h"
#include "eval/router_export.h"
#include "eval/sending_rule.h"
#include "report/plain_text.h"
#include "report/text_table.h"

namespace hybrid::cli {

namespace {

struct ExportOptions {
  ProblemOptions data;
  RequirementWords wanted;
  std::string method;  ///< empty: auto, or with a confidence the one that is certified
  BatteryOptions battery;
  std::string threshold, confidence, out;
  std::string prefix = "hybrid";
};

/// @throws UsageError if the problem has no such method, or there is no C for it
const eval::Method& method_of(const std::string& name, const eval::RoutingProblem& problem) {
  const auto exists = [&](const eval::Method& method) { return method.name() == name; };
  std::string missing;
  if (std::ranges::any_of(problem.methods, exists)) {
    const eval::Method& method = problem.method(name);
    missing = eval::export_missing(problem, method);
    if (missing.empty()) return method;
    if (problem.cross_fitted() && name == "auto") missing += "; evaluate the pair without --cross-fit";
  } else if (const auto skipped = problem.skipped.find(name); skipped != problem.skipped.end()) {
    missing = skipped->second;
  } else {
    missing = "this run did not evaluate it; evaluate with --methods " + name;
  }
  throw UsageError(fmt::format("there is no `{}` router to export: {}", name, missing));
}

struct Chosen {
  double threshold = 0;
  std::string words;  ///< describes how it was chosen
};

Chosen threshold_of(const ExportOptions& options, const workflows::LoadedProblem& loaded,
                    const eval::Method& method, Logger& log) {
  if (!options.threshold.empty()) return {parse_threshold(options.threshold, method), "given"};
  auto wanted = requirements_of(options.wanted);
  if (wanted.size() != 1) throw UsageError("one router has one threshold: give one value per flag");
  if (wanted.front().trade && wanted.front().trade->resource)
    throw UsageError("--value weighs each input's own cost, which the device does not know; give --price");
  const eval::MethodCosts costs = eval::costs_of(loaded.problem, method, loaded.profile, loaded.workload);
  apply_life(wanted, battery_of(options.battery, loaded.battery, loaded.profile, costs.mean), costs.mean);
  const eval::Requirements& requirements = wanted.front();
  const eval::TunedPoint tuned = tuned_or_refused(requirements, loaded.problem, method, costs,
                                                  {.confidence = parse_confidence(options.confidence)},
                                                  given_flags(options.wanted, options.data));
  warn_of_dearer_inputs(tuned, costs, log);
  const std::string missed = missed_words(tuned), held = held_words(tuned, config::Recalibration::none);
  return {tuned.threshold.value(),
          requirements.trade
              ? words(requirements)
              : fmt::format(
                    "{}: sends {} % of the test inputs, {} % right{}{}", words(requirements),
                    report::per_cent(1 - tuned.point.coverage), report::per_cent(tuned.point.accuracy, 2),
                    missed.empty() ? "" : "; missed on test: " + missed, held.empty() ? "" : "; " + held)};
}

/// Returns the words in ASCII, which every C compiler reads.
std::string ascii(std::string text) {
  for (const auto& [from, to] : {std::pair("≤", "<="), std::pair("≥", ">=")})
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from))
      text.replace(at, std::string_view(from).size(), to);
  return text;
}

/// Returns the path of the header beside the C file.
std::filesystem::path header_of(const std::filesystem::path& source) {
  auto header = source;
  header.replace_extension(".h");
  if (header == source)
    throw UsageError(fmt::format("--out names the C file, and its header goes beside it; give {}",
                                 std::filesystem::path(source).replace_extension(".c").string()));
  if (!routing::is_c_include(header.filename().string()))
    throw UsageError(
        fmt::format("--out: C cannot include '{}'; give a name of letters, digits and other plain characters",
                    header.filename().string()));
  return header;
}

/// Says which test inputs float cannot tell from those at the threshold.
void tell_float_error(const eval::Method& method, double float_error, double threshold, Logger& log) {
  const double beyond = threshold + 2 * float_error;
  const auto near =
      std::ranges::count_if(method.test, [&](double score) { return score > threshold && score <= beyond; });
  if (near > 0)
    log.warn(
        "in float (processors without double), {} of {} test inputs are so near the threshold that they "
        "may be kept instead of sent",
        near, method.test.size());
}

void run_export(const ExportOptions& options, Logger& log) {
  if (options.out.empty()) throw UsageError("give --out, the C file to be written");
  const auto header = header_of(options.out);
  if (!routing::is_c_prefix(options.prefix))
    throw UsageError(fmt::format(
        "--prefix takes the beginning of a C name: a letter, then letters, digits and underscores, not '{}'",
        options.prefix));
  if (!options.threshold.empty() && !options.wanted.empty())
    throw UsageError("give either --threshold or what to tune it to");
  if (options.threshold.empty() && options.wanted.empty())
    throw UsageError(
        "give what to tune the threshold to (--latency, --energy, --macs, --sent, --coverage, "
        "--accuracy, --life or --price), or --threshold");
  ProblemOptions data = options.data;
  data.certify = parse_confidence(options.confidence).has_value();
  const std::vector<std::string> methods{options.method.empty() ? "auto" : options.method};
  const workflows::LoadedProblem loaded =
      load_problem(data, data.certify && options.method.empty() ? std::vector<std::string>{} : methods, log);
  const eval::RoutingProblem& problem = loaded.problem;
  const eval::Method& method = method_of(
      data.certify && options.method.empty() ? method_to_certify(problem, log).name() : methods.front(),
      problem);
  const Chosen chosen = threshold_of(options, loaded, method, log);
  if (!options.threshold.empty()) warn_of_idle_threshold(method, chosen.threshold, log);
  const std::string rule = in_words(eval::sending_rule(problem, method, chosen.threshold));
  const auto note = problem.notes.find(method.name());
  const std::string origin =
      fmt::format("Router `{}` of {}{}.\nThreshold {}: {}.\nRule: {}.", method.name(), loaded.name,
                  note != problem.notes.end() ? fmt::format(" ({})", note->second) : "",
                  shortest(chosen.threshold), ascii(chosen.words), rule);
  const eval::ExportedRouter router =
      eval::exported_router(problem, method, chosen.threshold, origin,
                            {.prefix = options.prefix, .header = header.filename().string()});
  write_file_atomically(header, router.files.header);
  write_file_atomically(options.out, router.files.source);
  print_text(report::wrapped(fmt::format("{}: {}", options.out, rule)) + "\n");
  print_text(report::wrapped(fmt::format("threshold {} of the score; {}", report::amount(chosen.threshold),
                                         chosen.words)) +
             "\n");
  flush_output();
  tell_float_error(method, router.float_error, chosen.threshold, log);
  log.info("declared in {}", header.string());
  log.info("try it: cc -std=c99 -O2 -ffp-contract=off -DHYBRID_ROUTER_MAIN {} -lm -o router",
           shell_path(options.out));
}

}  // namespace

Action setup_export_router(CLI::App& app) {
  auto options = std::make_shared<ExportOptions>();
  RequirementWords& wanted = options->wanted;
  const auto add = [&](const char* flag, std::vector<std::string>& target, const char* text) {
    app.add_option(flag, target, text)->group("Threshold");
  };
  app.add_option("--threshold", options->threshold, kThresholdHelp)->group("Threshold");
  add("--latency", wanted.latency, "tune the threshold to this mean latency per input, ms");
  add("--energy", wanted.energy, "mean energy of the device per input, mJ");
  add("--macs", wanted.macs, "mean MACs per input, device and cloud together (1e6)");
  add("--sent", wanted.sent, "share sent to the cloud, at most (0.2, 20%)");
  add("--coverage", wanted.coverage, "share kept on the device, at least (0.8, 80%)");
  add("--accuracy", wanted.accuracy, "accuracy on the tuning part, at least (0.9, 90%)");
  add("--life", wanted.life, "days that the device's battery must last (365, 1y)");
  add("--price", wanted.price, "send an input if its expected gain exceeds this many correct predictions");
  add_confidence(app, options->confidence, "Threshold");
  add_battery_options(app, options->battery);
  add_problem_options(app, options->data);
  app.add_option("--method", options->method,
                 "routing method: auto, max_prob, margin or entropy (default auto)");
  app.add_option("--out", options->out, "the C file; its header (.h) is written beside it");
  app.add_option("--prefix", options->prefix,
                 "beginning of the functions' names: PREFIX_send_logits and others (default hybrid)");
  app.footer(
      "The files need <math.h> and <stdint.h> alone. The header has one function for each kind of outputs:\n"
      "hybrid_send_logits and hybrid_send_probabilities take float, before and after softmax;\n"
      "hybrid_send_int8_logits and hybrid_send_int8_probabilities take 8 bits, with scale and zero point of\n"
      "the tensor (TFLite's softmax: 1/256 and -128). If the prediction set has only labels and confidences,\n"
      "hybrid_send decides from these.\n"
      "In double it decides bit for bit as this program. Where the processor computes double in software\n"
      "(Cortex-M4F, ESP32) it uses float alone; -DHYBRID_ROUTER_FLOAT=1 or =0 chooses.\n"
      "Examples:\n"
      "  hybrid export-router --latency 1400 --out router.c\n"
      "  hybrid export-router --method max_prob --sent 30% --out router.c\n"
      "  hybrid export-router --method max_prob --threshold 0.8 --out router.c\n"
      "  hybrid export-router --base base.npz --cloud cloud.npz --coverage 80% --out router.c");
  return [options, &app](Logger& log) {
    refuse_ignored_options(app, {{.options = {"--profile"},
                                  .without = {"--latency", "--energy", "--macs", "--life"},
                                  .why = "only a budget is priced by a profile"},
                                 {.options = {"--battery", "--rate", "--sleep"},
                                  .without = {"--life"},
                                  .why = "the threshold depends on the battery only through its life"},
                                 {.options = {"--confidence"},
                                  .beside = {"--threshold"},
                                  .why = "a given threshold is certified by nothing"}});
    run_export(*options, log);
  };
}

}  // namespace hybrid::cli
