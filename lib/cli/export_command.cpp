#include "cli/export_command.h"

#include <cmath>

#include "core/command_line.h"
#include "core/text.h"
#include "eval/given_threshold.h"
#include "eval/router_export.h"

namespace hybrid::cli {

namespace {

/// Returns the options that name the data, each with a blank before it.
std::string data_words(const ProblemOptions& data) {
  std::string words;
  const auto add = [&](const char* option, const std::string& path) {
    if (!path.empty()) words += fmt::format(" {} {}", option, shell_path(path));
  };
  add("--run", data.run);
  add("--base", data.base);
  add("--cloud", data.cloud);
  add("--tune-base", data.tune_base);
  add("--tune-cloud", data.tune_cloud);
  if (data.tune_fraction) words += fmt::format(" --tune-fraction {}", shortest(*data.tune_fraction));
  if (data.cross_fit) words += " --cross-fit";
  if (data.seed) words += fmt::format(" --seed {}", *data.seed);
  add("--utility", data.utility);
  return words;
}

/// Returns the first value of every limit as it was typed, each with its option.
std::string limit_words(const RequirementWords& wanted) {
  std::string words;
  const auto add = [&](const char* option, const std::vector<std::string>& values) {
    if (!values.empty()) words += fmt::format(" {} {}", option, shell_quoted(values.front()));
  };
  add("--latency", wanted.latency);
  add("--energy", wanted.energy);
  add("--macs", wanted.macs);
  add("--coverage", wanted.coverage);
  add("--sent", wanted.sent);
  add("--accuracy", wanted.accuracy);
  add("--life", wanted.life);
  add("--price", wanted.price);
  return words;
}

std::string battery_words(const BatteryOptions& battery) {
  std::string words;
  for (const auto& [key, flag] : battery.given)
    words += fmt::format(" {} {}", flag.name, shell_quoted(join(flag.words, ",")));
  return words;
}

}  // namespace

std::string export_command(const TypedTuning& typed, const eval::RoutingProblem& problem,
                           const eval::Method& method, const eval::TunedPoint& point,
                           const eval::PointOptions& measured) {
  if (!point.threshold || !eval::export_missing(problem, method).empty()) return "";
  const RequirementWords& wanted = typed.limits;
  std::string limits = limit_words(wanted);
  const bool by_cost =
      !wanted.latency.empty() || !wanted.energy.empty() || !wanted.macs.empty() || !wanted.life.empty();
  if (by_cost && !typed.data.profile.empty()) limits += " --profile " + shell_path(typed.data.profile);
  if (!wanted.life.empty()) limits += battery_words(typed.battery);
  if (!typed.confidence.empty()) limits += " --confidence " + shell_quoted(typed.confidence);
  // export-router tunes on the tuning part alone, and knows no single input's price.
  if (limits.empty() || !wanted.value.empty() || measured.recalibrate != config::Recalibration::none) {
    if (!std::isfinite(*point.threshold)) return "";
    limits = " --threshold " + shortest(eval::told_threshold(method, *point.threshold));
  }
  const std::string name = method.name() == "auto" ? "" : " --method " + shell_quoted(method.name());
  return fmt::format("hybrid export-router{}{}{} --out router.c", data_words(typed.data), name, limits);
}

}  // namespace hybrid::cli
