#include "page/words.h"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "core/printable.h"
#include "core/text.h"
#include "core/unicode.h"
#include "eval/given_threshold.h"
#include "eval/own_methods.h"
#include "eval/sending_rule.h"
#include "eval/utility.h"
#include "page/sending.h"
#include "report/battery_section.h"
#include "report/html_text.h"
#include "report/plain_text.h"
#include "report/text_table.h"

namespace hybrid::page {

namespace {

constexpr std::size_t kLongestName = 60;  ///< code points of a class or an id

constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kPlainNames{
    {{"auto", "fitted router"},
     {"router", "the paper's router"},
     {"max_prob", "largest probability"},
     {"margin", "lead of the most probable class"},
     {"entropy", "entropy of the probabilities"},
     {"random", "at random"},
     {"oracle", "perfect choice"},
     {"appealnet", "AppealNet"}}};

/// Returns "+6.5" or "−0.3", in percentage points.
std::string difference_words(double accuracy, double other) {
  const double points = 100 * (accuracy - other);
  const std::string size = fmt::format("{:.1f}", std::abs(points));
  return (size == "0.0" ? "±" : points > 0 ? "+" : "−") + size;
}

std::string interval_words(const stats::Interval& interval) {
  return fmt::format("{} to {}", report::per_cent(interval.low), report::per_cent(interval.high));
}

/// Returns the life as the end of a sentence.
std::string life_words(const cost::BatteryLife& life) {
  if (!life.keeps_up()) return "the device is too slow for the rate of the inputs";
  if (!std::isfinite(life.days)) return "the battery has no end";
  return fmt::format("the battery lasts {} days", report::days_cell(life));
}

}  // namespace

std::string label_of(const eval::RoutingProblem& problem, const eval::Method& method) {
  if (method.measure == "auto" && eval::decides_as_max_prob(problem, method))
    return fmt::format("default ({}, which is max_prob here)", method.name());
  if (eval::is_own(method)) return fmt::format("own score ({})", printable(method.name()));
  for (const auto& [measure, words] : kPlainNames)
    if (method.measure == measure) return fmt::format("{} ({})", words, method.name());
  return printable(method.name());
}

std::string text_html(std::string_view text) {
  return report::html_escaped(printable(text));
}

std::string name_html(std::string_view name) {
  std::string shown;
  std::size_t points = 0;
  for (std::string_view rest = name; !rest.empty(); ++points) {
    if (points == kLongestName) {
      shown += "…";
      break;
    }
    const std::string_view before = rest;
    (void)take_code_point(rest);
    shown += before.substr(0, before.size() - rest.size());
  }
  return "<bdi>" + text_html(shown) + "</bdi>";
}

const std::vector<std::string>& slot_names() {
  static const std::vector<std::string> names{
      "asked", "coverage", "sent", "accuracy", "interval", "against_device", "against_cloud", "rule", "code"};
  return names;
}

PointText text_of(const RunPage& run, const Grid& grid, const MethodGrid& method, const GridPoint& point) {
  const eval::OperatingPoint& p = point.tuned.point;
  const double coverage = coverage_at(point.step);
  PointText text{{"asked", report::per_cent(1 - coverage)},
                 {"coverage", shortest(point.uncertified ? 1 : coverage)},
                 {"sent", report::per_cent(1 - p.coverage)},
                 {"accuracy", report::per_cent(p.accuracy)},
                 {"interval", interval_words(p.accuracy_ci)},
                 {"against_device", difference_words(p.accuracy, grid.device.accuracy)},
                 {"against_cloud", difference_words(p.accuracy, grid.cloud.accuracy)}};
  if (p.latency_ms) text["latency"] = report::amount(*p.latency_ms) + " ms";
  if (p.energy_mj) text["energy"] = report::amount(*p.energy_mj) + " mJ";
  if (run.battery)
    if (const auto life = report::life_of(p, *run.battery)) {
      text["days"] = report::days_cell(*life);
      text["life"] = life_words(*life);
    }
  const Sending sending = sending_of(run, *method.method, point.tuned);
  text["rule"] = sending.words;
  text["code"] = sending.code;
  if (run.measured.confidence) text["origin"] = origin_of(run, point);
  if (!run.commands.before_threshold.empty()) {
    const auto& threshold = point.tuned.threshold;
    text["threshold"] = threshold && std::isfinite(*threshold)
                            ? shortest(eval::told_threshold(*method.method, *threshold))
                            : "";
  }
  return text;
}

std::string origin_of(const RunPage& run, const GridPoint& point) {
  const eval::RoutingProblem& problem = run.problem;
  const auto count = [](std::size_t n) { return with_thousands(static_cast<std::int64_t>(n)); };
  const bool recalibrated = run.measured.recalibrate == config::Recalibration::unlabeled;
  if (const auto& certificate = point.tuned.certificate) {
    const std::string on =
        fmt::format("{} {} examples{}", count(certificate->examples), recalibrated ? "test" : "tuning",
                    recalibrated                               ? ", whose labels are not used"
                    : certificate->examples < problem.n_tune() ? " that no fit has seen"
                                                               : ", which are not among the test inputs");
    const std::string asked = report::per_cent(1 - coverage_at(point.step));
    if (point.uncertified)
      return fmt::format(
          "That at most {} % are sent cannot be certified with {:.6g} % confidence on {}: nothing is sent.",
          asked, 100 * certificate->confidence, on);
    return fmt::format(
        "That at most {} % of new inputs are sent holds with {:.6g} % confidence, certified on {}.", asked,
        100 * certificate->confidence, on);
  }
  if (problem.cross_fitted())
    return fmt::format(
        "Chosen on {}all {} inputs{}. What this page says of it was measured on each half with {}.",
        recalibrated ? "the scores of " : "", count(problem.n_tune()),
        recalibrated ? ", whose labels are not used" : "",
        recalibrated ? "a rule from its own scores" : "the rule of the other half");
  if (recalibrated)
    return fmt::format("Chosen on the scores of the {} test inputs, whose labels are not used.",
                       count(problem.n_test()));
  return fmt::format("Chosen on {} tuning inputs, which are not among the test inputs.",
                     count(problem.n_tune()));
}

std::string slot(std::string_view name, std::string_view text) {
  return fmt::format("<span data-slot=\"{}\">{}</span>", name, text_html(text));
}

std::string headline_html(const RunPage& run, const Grid& grid) {
  const PointText text = text_of(run, grid, grid.main(), grid.main_point());
  const auto at = [&](const char* name) { return slot(name, text.at(name)); };
  std::string html = fmt::format(
      "<p class=\"headline\">With <b>{} %</b> of the inputs sent to the cloud, <b>{} %</b> are {}: {} points "
      "against the device alone ({} %), {} against the cloud alone ({} %).",
      at("sent"), at("accuracy"),
      run.problem.accuracy.plain() ? "classified correctly" : "reached as accuracy", at("against_device"),
      report::per_cent(grid.device.accuracy), at("against_cloud"), report::per_cent(grid.cloud.accuracy));
  const std::string life = text.contains("life") ? ", and " + at("life") : "";
  if (text.contains("latency") && text.contains("energy"))
    html += fmt::format(" An input takes {} and {} of the device's energy on average{}.", at("latency"),
                        at("energy"), life);
  else if (text.contains("latency"))
    html += fmt::format(" An input takes {} on average.", at("latency"));
  else if (text.contains("energy"))
    html += fmt::format(" An input takes {} of the device's energy on average{}.", at("energy"), life);
  html += fmt::format("</p>\n<p class=\"soft\">On {} test inputs; the 95 % interval is {} %. ",
                      with_thousands(static_cast<std::int64_t>(run.problem.n_test())), at("interval"));
  html += fmt::format("Time and energy are computed with the cost profile {}, not measured in use.",
                      name_html(run.profile.name));
  if (!life.empty())
    html +=
        fmt::format(" The days are those of the run's battery: {}.", text_html(cost::in_words(*run.battery)));
  if (!run.problem.accuracy.plain())
    html += fmt::format(" Accuracy is {}.", text_html(eval::in_words(run.problem.accuracy)));
  return html + "</p>\n";
}

}  // namespace hybrid::page
