#include "cli/tune_requirements.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "cli/arguments.h"
#include "cli/battery_options.h"
#include "cli/guarantee.h"
#include "core/error.h"
#include "core/text.h"
#include "eval/given_threshold.h"
#include "report/battery_section.h"
#include "report/plain_text.h"
#include "report/text_table.h"
#include "routing/threshold.h"

namespace hybrid::cli {

namespace {

cost::Resource parse_resource(const std::string& word) {
  std::vector<std::string> names;
  for (const cost::Resource resource : cost::kResources) {
    if (word == name_of(resource)) return resource;
    names.emplace_back(name_of(resource));
  }
  throw UsageError(
      fmt::format("--value-of is '{}', must be one of {}{}", word, join(names), did_you_mean(word, names)));
}

/// Returns the trades requested by --price, or by --value and --value-of; empty without them.
std::vector<eval::Requirements> trades(const RequirementWords& words) {
  if (words.value.empty() != words.value_of.empty())
    throw UsageError(
        "--value and --value-of go together: the value of one more correct prediction, and in which "
        "resource");
  if (!words.price.empty() && !words.value.empty())
    throw UsageError("give either --price or --value: both say what sending may cost");
  std::vector<eval::Requirements> all;
  for (const double price : parse_amounts("--price", words.price, ""))
    all.push_back({.trade = eval::Trade{.price = price}});
  if (words.value.empty()) return all;
  const cost::Resource resource = parse_resource(words.value_of);
  for (const double value : parse_amounts("--value", words.value, cost::unit_of(resource)))
    all.push_back({.trade = eval::Trade{.value = value, .resource = resource}});
  return all;
}

/// Returns the coverages that send at most these shares: 0.1 for 90 %, not 0.09999999999999998.
std::vector<double> kept_of(std::vector<double> sent) {
  for (double& share : sent) share = std::round((1 - share) * 1e12) / 1e12;
  return sent;
}

}  // namespace

std::vector<eval::Requirements> requirements_of(const RequirementWords& words) {
  std::vector<eval::Requirements> all{{}};
  const auto extend = [&](const std::vector<double>& values, const auto& set) {
    if (values.empty()) return;
    std::vector<eval::Requirements> extended;
    for (const auto& requirements : all)
      for (const double value : values) {
        extended.push_back(requirements);
        set(extended.back(), value);
      }
    all = std::move(extended);
  };
  const auto budget = [](cost::Resource resource) {
    return [resource](eval::Requirements& r, double value) { r.budgets[resource] = value; };
  };
  extend(parse_amounts("--latency", words.latency, "ms"), budget(cost::Resource::latency));
  extend(parse_amounts("--energy", words.energy, "mJ"), budget(cost::Resource::energy));
  extend(parse_amounts("--macs", words.macs, "MACs"), budget(cost::Resource::macs));
  if (!words.coverage.empty() && !words.sent.empty())
    throw UsageError(
        "give either --coverage, the share kept, or --sent, the share sent: they are the same limit");
  const auto keep = [](eval::Requirements& r, double value) { r.coverage = value; };
  extend(parse_shares("--coverage", words.coverage), keep);
  extend(kept_of(parse_shares("--sent", words.sent)), keep);
  extend(parse_shares("--accuracy", words.accuracy),
         [](eval::Requirements& r, double value) { r.accuracy = value; });
  const std::vector<double> lives = parse_amounts("--life", words.life, "d");
  if (std::ranges::find(lives, 0.0) != lives.end()) throw UsageError("--life takes days > 0");
  extend(lives, [](eval::Requirements& r, double value) { r.life = {.battery = {}, .days = value}; });
  const eval::Requirements& first = all.front();
  const bool limited = !first.budgets.empty() || first.coverage || first.accuracy || first.life;
  std::vector<eval::Requirements> traded = trades(words);
  if (limited && !traded.empty())
    throw UsageError(
        "a price decides alone what is sent: leave out --latency, --energy, --macs, --coverage, --sent, "
        "--accuracy and --life, or --price and --value");
  if (!traded.empty()) return traded;
  if (!limited)
    throw UsageError(
        "give what to tune to: --latency, --energy, --macs, --sent, --coverage, --accuracy, --life, --price "
        "or --value");
  return all;
}

std::string words(const eval::Requirements& requirements) {
  if (const auto& trade = requirements.trade) {
    if (!trade->resource) return fmt::format("price {}", shortest(trade->price));
    return fmt::format("value {} {}", shortest(trade->value), cost::unit_of(*trade->resource));
  }
  std::vector<std::string> parts;
  const auto& life = requirements.life;
  if (life) parts.push_back(fmt::format("life {:.6g} d", life->days));
  for (const auto& [resource, budget] : requirements.budgets)
    if (!life || !follows_from(*life, resource, budget))
      parts.push_back(fmt::format("≤ {} {}", report::amount(budget), cost::unit_of(resource)));
  if (requirements.coverage)
    parts.push_back(fmt::format("≤ {:.3g} % sent", 100 * (1 - *requirements.coverage)));
  if (requirements.accuracy) parts.push_back(fmt::format("≥ {:.4g} % right", 100 * *requirements.accuracy));
  return join(parts, " & ");
}

std::string missed_words(const eval::TunedPoint& tuned) {
  const eval::OperatingPoint& p = tuned.point;
  std::vector<std::string> missed;
  const auto compare = [&](double found, double limit, bool above, auto&& text, std::string_view unit) {
    const double slack = 1e-9 * std::max(1.0, std::abs(limit));
    if (above ? found > limit + slack : found < limit - slack)
      missed.push_back(fmt::format("{} of {} {}", text(found), text(limit), unit));
  };
  const auto& life = tuned.requirements.life;
  for (const auto& [resource, budget] : tuned.requirements.budgets) {
    const bool is_life = life && resource == cost::Resource::energy && follows_from(*life, resource, budget);
    if (const auto lasts = is_life ? report::life_of(p, life->battery) : std::nullopt) {
      compare(lasts->days, life->days, false, report::amount, "days");
      continue;
    }
    const auto found = resource == cost::Resource::latency  ? p.latency_ms
                       : resource == cost::Resource::energy ? p.energy_mj
                                                            : p.macs;
    if (found) compare(*found, budget, true, report::amount, cost::unit_of(resource));
  }
  const auto share = [](double value) { return fmt::format("{:.2f}", 100 * value); };
  if (const auto& coverage = tuned.requirements.coverage)
    compare(1 - p.coverage, 1 - *coverage, true, share, "% sent");
  if (const auto& accuracy = tuned.requirements.accuracy)
    compare(p.accuracy, *accuracy, false, share, "% right");
  return join(missed, ", ");
}

double parse_threshold(const std::string& word, const eval::Method& method) {
  const auto value = parse_double(word);
  if (!value) throw UsageError(fmt::format("--threshold takes a number, not '{}'", word));
  if (method.kind != eval::MethodKind::scored)
    throw UsageError(fmt::format("{} has no threshold; leave out --threshold", method.name()));
  if (eval::told_as_probability(method) && (*value < 0 || *value > 1))
    throw UsageError(
        fmt::format("--threshold {}: {} sends what is below a probability, which lies between 0 and 1", word,
                    method.name()));
  return eval::told_threshold(method, *value);
}

void warn_of_idle_threshold(const eval::Method& method, double threshold, Logger& log) {
  const std::size_t sent = routing::count_sent(method.test, threshold);
  if (method.test.empty() || (sent > 0 && sent < method.test.size())) return;
  log.warn("--threshold sends {} of the test inputs; it is {}", sent > 0 ? "all" : "none",
           eval::told_as_probability(method)
               ? "a probability below which an input is sent"
               : fmt::format("the score of {}, not the probability of the screens: that is --method max_prob",
                             method.name()));
}

namespace {

std::string words_of(const eval::Refusal& refusal, const eval::Requirements& requirements,
                     const eval::Method& method, const cost::SystemCost& cost) {
  if (std::string of_life = life_refusal(refusal, requirements, cost); !of_life.empty()) return of_life;
  const std::string_view resource = name_of(refusal.resource), unit = cost::unit_of(refusal.resource);
  const bool traded = requirements.trade.has_value();
  switch (refusal.reason) {
    case eval::Refusal::Reason::nothing_to_tune:
      return fmt::format("{} has nothing to tune: it {}; give a method with a threshold", method.name(),
                         method.kind == eval::MethodKind::on_cloud ? "sends everything" : "sends nothing");
    case eval::Refusal::Reason::no_scores:
      return fmt::format("{} a method with scores, not {}",
                         traded ? "--price and --value need" : "--accuracy needs", method.name());
    case eval::Refusal::Reason::no_labels:
      return traded ? "--recalibrate unlabeled keeps a coverage or a budget: leave it out with --price and "
                      "--value"
                    : "--accuracy needs labels, which --recalibrate unlabeled does not use: leave one out";
    case eval::Refusal::Reason::no_price:
      return fmt::format("{}{} cannot be used: {}", traded ? "--value-of " : "--", resource,
                         cost.why_unknown(refusal.resource));
    case eval::Refusal::Reason::budget:
      return fmt::format(
          "{} {} {} cannot be met: the device alone takes {} {} for every input (profile {}); nearest: --{} "
          "{}",
          resource, shortest(requirements.budgets.at(refusal.resource)), unit, shortest(refusal.nearest),
          unit, cost.profile, resource, shortest(refusal.nearest));
    case eval::Refusal::Reason::accuracy:
      return fmt::format(
          "accuracy {} % is out of reach for {}: the best on the tuning part is {} % with {} % kept on the "
          "device; nearest: --accuracy {}",
          report::per_cent(*requirements.accuracy, 2), method.name(), report::per_cent(refusal.nearest, 2),
          report::per_cent(refusal.coverage), shortest(refusal.nearest));
    case eval::Refusal::Reason::together:
      return fmt::format(
          "accuracy {} % and the budgets cannot hold together for {}: the accuracy needs {} % to be sent, "
          "the budgets allow {} %",
          report::per_cent(*requirements.accuracy, 2), method.name(),
          report::per_cent(1 - refusal.coverage, 2), report::per_cent(1 - refusal.nearest, 2));
    // Refused by refuse_confidence.
    case eval::Refusal::Reason::confidence_trade:
    case eval::Refusal::Reason::confidence_halves:
    case eval::Refusal::Reason::confidence_scores:
    case eval::Refusal::Reason::confidence_fitted:
    case eval::Refusal::Reason::confidence_utility:
    case eval::Refusal::Reason::uncertified_coverage:
    case eval::Refusal::Reason::uncertified_budget:
    case eval::Refusal::Reason::uncertified_accuracy:
      break;
  }
  HYBRID_CHECK(false, "unknown reason");
  return "";
}

}  // namespace

void refuse(const eval::Refusal& refusal, const eval::Requirements& requirements, const eval::Method& method,
            const cost::SystemCost& cost) {
  const std::string message = words_of(refusal, requirements, method, cost);
  const bool asks_too_much = refusal.reason == eval::Refusal::Reason::budget ||
                             refusal.reason == eval::Refusal::Reason::accuracy ||
                             refusal.reason == eval::Refusal::Reason::together;
  if (asks_too_much) throw Infeasible(message);
  throw UsageError(message);
}

TuneFlags given_flags(const RequirementWords& words, const ProblemOptions& data) {
  using enum TuneFlags::Examples;
  return {.sent = !words.sent.empty(),
          .examples = data.base.empty()        ? run
                      : data.tune_base.empty() ? one_pair
                                               : tuning_pair};
}

eval::TunedPoint tuned_or_refused(const eval::Requirements& requirements, const eval::RoutingProblem& problem,
                                  const eval::Method& method, const eval::MethodCosts& costs,
                                  const eval::PointOptions& options, const TuneFlags& given) {
  eval::Tuning tuning = eval::tune(requirements, problem, method, costs, options);
  if (const auto* refusal = std::get_if<eval::Refusal>(&tuning)) {
    TuneFlags told = given;
    // Recalibrated, the test examples certify.
    if (options.recalibrate != config::Recalibration::none) told.examples = TuneFlags::Examples::unknown;
    refuse_confidence(*refusal, requirements, problem, method, told);
    refuse(*refusal, requirements, method, costs.mean);
  }
  return std::get<eval::TunedPoint>(std::move(tuning));
}

}  // namespace hybrid::cli
