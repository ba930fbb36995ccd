#include "report/first_screen.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/text.h"
#include "report/battery_section.h"
#include "report/differences.h"
#include "report/plain_text.h"
#include "report/text_table.h"

namespace hybrid::report {

namespace {

constexpr const char* kDash = "–";
constexpr double kShownLead = 0.00005;  ///< what two decimals of a point show

std::string count_text(std::size_t n) {
  return with_thousands(static_cast<std::int64_t>(n));
}

std::string share(double fraction) {
  return fmt::format("{:.3g} %", 100 * fraction);
}

std::string interval(const stats::Interval& ci) {
  return fmt::format("({}–{})", per_cent(ci.low), per_cent(ci.high));
}

std::string points(double delta) {
  return fmt::format("{:+.2f}", 100 * delta);
}

/// The resources that are shown: those with a price, and MACs only if there is no other.
std::vector<cost::Resource> priced(const cost::SystemCost& cost) {
  std::vector<cost::Resource> shown;
  for (const cost::Resource resource : {cost::Resource::latency, cost::Resource::energy})
    if (cost.total(resource)) shown.push_back(resource);
  if (shown.empty() && cost.total(cost::Resource::macs)) shown.push_back(cost::Resource::macs);
  return shown;
}

std::optional<double> cost_of(const eval::OperatingPoint& point, cost::Resource resource) {
  switch (resource) {
    case cost::Resource::latency:
      return point.latency_ms;
    case cost::Resource::energy:
      return point.energy_mj;
    case cost::Resource::macs:
      return point.macs;
  }
  return std::nullopt;
}

std::string opening(const SummaryInput& input) {
  const eval::Evaluation& e = input.evaluation;
  const bool recalibrated = input.config.recalibrate == config::Recalibration::unlabeled;
  const std::string tuned =
      e.cross_fitted ? fmt::format("two halves, each measured with what the other tuned{}",
                                   recalibrated ? " (thresholds: its own scores, without labels)" : "")
      : recalibrated ? "thresholds from their own scores, without labels"
                     : fmt::format("thresholds from {} others", count_text(e.n_tune));
  std::string text = wrapped(fmt::format("{}: {} test examples, {}; intervals are 95 %", input.name,
                                         count_text(e.n_test), tuned)) +
                     "\n";
  if (e.confidence)
    text += wrapped(fmt::format("each limit holds with {:.6g} % confidence for inputs like {}",
                                100 * *e.confidence, recalibrated ? "these" : "the others")) +
            "\n";
  if (!e.accuracy.plain())
    text += wrapped("\"right\" is weighed: accuracy here is " + eval::in_words(e.accuracy)) + "\n";
  return text;
}

/// Returns the device alone and the cloud alone, and what sending can do.
std::string models(const eval::Evaluation& e, const eval::Headline& headline,
                   const std::vector<cost::Resource>& resources) {
  TextTable table{.header = {"", "% right", "95 %"}};
  for (const cost::Resource resource : resources) table.header.emplace_back(unit_of(resource));
  const auto& battery = e.profiles.front().battery;
  if (battery) table.header.emplace_back("days");
  const auto add = [&](const char* name, double accuracy, const stats::Interval& ci, auto&& cost,
                       auto&& life) {
    std::vector<std::string> row{name, per_cent(accuracy), interval(ci)};
    for (const cost::Resource resource : resources)
      row.push_back(amount(cost(*e.profiles.front().cost.total(resource))));
    if (battery) row.push_back(days_cell(life(*battery)));
    table.rows.push_back(std::move(row));
  };
  add(
      "device alone", e.test.base_accuracy, headline.device_ci,
      [](const cost::Cost& cost) { return cost.per_input; },
      [](const eval::BatteryLives& lives) { return lives.at.front().plain; });
  add(
      "cloud alone", e.test.cloud_accuracy, headline.cloud_ci,
      [](const cost::Cost& cost) { return cost.cloud_only(); },
      [](const eval::BatteryLives& lives) { return lives.cloud_only; });
  return to_text(table) + fmt::format("the cloud fixes {} of the inputs and spoils {}\n",
                                      share(e.test.helpful), share(e.test.harmful));
}

std::string goal_of(const eval::Requirements& requirements) {
  if (requirements.coverage) return "≤ " + share(1 - *requirements.coverage);
  return fmt::format("≤ {} ms", amount(requirements.budgets.at(cost::Resource::latency)));
}

std::string rule_cell(const std::optional<eval::SendingRule>& rule) {
  return rule ? eval::short_condition(*rule) : kDash;
}

/// Returns "not certified (299 needed)" if more of the examples that certify would do.
std::string refused_cell(const std::optional<eval::Refusal>& refusal) {
  if (!refusal || refusal->certified_on == 0) return "cannot be met";
  return refusal->examples ? fmt::format("not certified ({} needed)", count_text(*refusal->examples))
                           : "cannot be certified";
}

TextTable rows_table(const SummaryInput& input, const eval::Headline& headline,
                     const std::vector<cost::Resource>& resources) {
  const bool two =
      std::ranges::any_of(headline.rows, [](const auto& row) { return row.max_prob.has_value(); });
  TextTable table{.header = {"asked", "sent", "% right", "95 %"}};
  for (const cost::Resource resource : resources) table.header.emplace_back(unit_of(resource));
  const auto& battery = input.evaluation.profiles.front().battery;
  if (battery) table.header.emplace_back("days");
  if (input.config.deadline_ms) table.header.emplace_back("late, %");
  table.header.push_back(two ? headline.method + " sends if" : "sent if");
  if (two) table.header.emplace_back("max_prob: % right, if");
  for (const auto& row : headline.rows) {
    std::vector<std::string> cells{goal_of(row.requirements)};
    if (!row.tuned) {
      cells.resize(table.header.size(), kDash);
      cells.back() = refused_cell(row.refusal);
    } else {
      const eval::OperatingPoint& p = row.tuned->point;
      cells.push_back(share(1 - p.coverage));
      cells.push_back(per_cent(p.accuracy));
      cells.push_back(interval(p.accuracy_ci));
      for (const cost::Resource resource : resources) {
        const auto cost = cost_of(p, resource);
        cells.push_back(cost ? amount(*cost) : kDash);
      }
      if (battery) {
        const auto life = life_of(p, battery->battery);
        cells.push_back(life ? days_cell(*life) : kDash);
      }
      if (input.config.deadline_ms)
        cells.push_back(p.tail && p.tail->deadline_misses ? per_cent(*p.tail->deadline_misses) : kDash);
      cells.push_back(rule_cell(row.rule));
      if (two)
        cells.push_back(row.max_prob ? fmt::format("{}, {}", per_cent(row.max_prob->accuracy),
                                                   eval::short_condition(row.max_prob->rule))
                                     : kDash);
    }
    table.rows.push_back(std::move(cells));
  }
  return table;
}

/// Returns what the short conditions stand for.
std::string legend(const eval::Headline& headline) {
  std::vector<std::string> parts;
  const auto add = [&](const std::string& part) {
    if (std::ranges::find(parts, part) == parts.end()) parts.push_back(part);
  };
  const auto add_rule = [&](const std::optional<eval::SendingRule>& rule) {
    if (!rule) return;
    using enum eval::Quantity;
    if (rule->quantity == largest_probability || rule->quantity == probability_distance)
      add("p1: the largest probability");
    if (rule->quantity == probability_distance) add("p2: the second largest");
    if (rule->quantity == help_probability)
      add(std::string("p(help): the predicted probability that ") +
          (rule->plain_accuracy ? "only the cloud is right" : "the cloud's prediction is the better one"));
    if (rule->quantity == expected_gain)
      add(rule->plain_accuracy ? "gain: the expected gain in correct predictions"
                               : "gain: the expected gain");
    if (rule->quantity == entropy) add("entropy: in nats");
  };
  for (const auto& row : headline.rows) {
    add_rule(row.rule);
    if (row.max_prob) add_rule(row.max_prob->rule);
  }
  const bool missing = std::ranges::any_of(
      headline.rows, [](const auto& row) { return row.tuned && row.tuned->point.coverage > 0 && !row.rule; });
  if (missing)
    add(fmt::format("–: {} is fitted on each half anew and has no common threshold", headline.method));
  return parts.empty() ? "" : wrapped(join(parts, "; ")) + "\n";
}

std::string is_sending_worth_it(const eval::Headline& headline) {
  if (!headline.best) return "";
  const eval::HeadlineRow& row = headline.rows[*headline.best];
  if (!row.tuned) return "";
  const std::string gain = fmt::format("{} points over the device alone ({} to {})", points(row.gain),
                                       points(row.gain_ci.low), points(row.gain_ci.high));
  const std::string sent = share(1 - row.tuned->point.coverage);
  if (row.gain_ci.low > 0) return fmt::format("Sending is worth it: {} sent gives {}.", sent, gain);
  if (row.gain_ci.high < 0) return fmt::format("Sending harms: {} sent gives {}.", sent, gain);
  return fmt::format("Sending is not surely worth it: the best here, {} sent, gives {}.", sent, gain);
}

/// Returns "+0.50 points at 20 % sent (+0.14 to +0.88)".
std::string lead_words(const eval::LeadOverMaxProb& lead) {
  return fmt::format("{} points at {} sent ({} to {})", points(lead.comparison.delta),
                     share(1 - lead.comparison.target_coverage), points(lead.ci.low), points(lead.ci.high));
}

std::string is_anything_better(const eval::Headline& headline, const eval::Evaluation& e) {
  std::string text;
  if (headline.is_max_prob && headline.method != "max_prob")
    text = fmt::format("`{}` is max_prob here: two_head did not surely gain over it on the tuning part. ",
                       headline.method);
  else if (const auto note = e.notes.find(headline.method); note != e.notes.end())
    text = fmt::format("`{}` is {}. ", headline.method, note->second);
  if (const auto& own = headline.own_lead)
    text += fmt::format("`{}` is {} {}: {}. ", headline.method,
                        own->ci.low > 0    ? "ahead of"
                        : own->ci.high < 0 ? "behind"
                                           : "not surely ahead of",
                        headline.opponent, lead_words(*own));
  if (const auto& lead = headline.largest_lead) {
    const std::string corrected = fmt::format("corrected for {} comparisons", headline.compared);
    if (lead->ci.low > 0)
      text += fmt::format("Ahead of {}: `{}`, {}, {}.", headline.opponent, lead->comparison.method,
                          lead_words(*lead), corrected);
    else
      text += fmt::format("{} is surely ahead of {} on {} examples{}.",
                          headline.own_lead ? "No other method" : "No method", headline.opponent,
                          count_text(e.n_test),
                          lead->comparison.delta < kShownLead
                              ? ""
                              : fmt::format("; nearest: `{}`, {}, {}", lead->comparison.method,
                                            lead_words(*lead), corrected));
  }
  return text;
}

std::string over_repeats(const SummaryInput& input, const eval::Headline& headline) {
  if (!input.repeats) return "";
  const eval::Repeats& repeats = *input.repeats;
  std::string text;
  for (const auto& a : repeats.accuracies)
    if (a.method == headline.method && !a.target_coverage)
      text = fmt::format("Over {} {}, {} is right on {:.2f} ± {:.2f} % on average over shares sent",
                         repeats.count, repeats.fixed_test ? "draws of the tuning examples" : "splits",
                         a.method, 100 * a.matched_accuracy.mean, 100 * a.matched_accuracy.deviation);
  for (const auto& d : repeats.differences)
    if (d.method == headline.method && d.against == "max_prob" && !d.target_coverage)
      text += fmt::format(", {} points over max_prob ({} to {})", points(d.delta.mean), points(d.ci.low),
                          points(d.ci.high));
  return text.empty() ? "" : wrapped(text + "; all else here is of the first split.") + "\n";
}

std::string pricing(const eval::ProfileResult& profile) {
  std::vector<std::string> costs;
  for (const cost::Resource resource : priced(profile.cost)) {
    const cost::Cost cost = *profile.cost.total(resource);
    costs.push_back(fmt::format("{} {} for every input and {} more if it is sent", amount(cost.per_input),
                                unit_of(resource), amount(cost.per_offload)));
  }
  std::string text =
      wrapped(costs.empty() ? fmt::format("Profile `{}` prices nothing here.", profile.name)
                            : fmt::format("Priced by profile `{}`: {}.", profile.name, join(costs, ", "))) +
      "\n";
  if (profile.battery)
    text +=
        wrapped(fmt::format("Battery: {}; days are its life.", in_words(profile.battery->battery))) + "\n";
  if (!profile.measured.used.empty())
    text +=
        wrapped(fmt::format("Measured on single inputs and used: {}.", join(profile.measured.used))) + "\n";
  std::vector<std::string> unknown;
  for (const cost::Resource resource : {cost::Resource::latency, cost::Resource::energy})
    if (!profile.cost.total(resource)) unknown.push_back(profile.cost.why_unknown(resource));
  // One line may be about both.
  unknown.erase(std::unique(unknown.begin(), unknown.end()), unknown.end());
  if (!unknown.empty()) text += wrapped("Left out: " + join(unknown, "; ") + ".") + "\n";
  return text;
}

}  // namespace

std::string first_screen(const SummaryInput& input, const eval::Headline& headline) {
  const eval::ProfileResult& profile = input.evaluation.profiles.front();
  const std::vector<cost::Resource> resources = priced(profile.cost);
  std::string text = opening(input) + "\n" + models(input.evaluation, headline, resources);
  if (!headline.rows.empty())
    text += "\n" + to_text(rows_table(input, headline, resources)) + legend(headline);
  if (const std::string own = own_scores_text(input.evaluation); !own.empty()) text += "\n" + own;
  text += "\n";
  for (const auto& verdict : {is_sending_worth_it(headline), is_anything_better(headline, input.evaluation)})
    if (!verdict.empty()) text += wrapped(verdict) + "\n";
  return text + over_repeats(input, headline) + pricing(profile);
}

}  // namespace hybrid::report
