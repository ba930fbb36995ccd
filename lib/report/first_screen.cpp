#include "report/first_screen.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/text.h"
#include "report/battery_section.h"
#include "report/differences.h"
#include "report/plain_text.h"
#include "report/text_table.h"
#include "report/verdict_sentences.h"

namespace hybrid::report {

namespace {

constexpr const char* kDash = "–";

std::string count_text(std::size_t n) {
  return with_thousands(static_cast<std::int64_t>(n));
}

std::string interval(const stats::Interval& ci) {
  return fmt::format("({}–{})", per_cent(ci.low), per_cent(ci.high));
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
                                      share_text(e.test.helpful), share_text(e.test.harmful));
}

std::string goal_of(const eval::Requirements& requirements) {
  if (requirements.coverage) return "≤ " + share_text(1 - *requirements.coverage);
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
      cells.push_back(share_text(1 - p.coverage));
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
  for (const auto& verdict : verdict_sentences(input, headline)) text += wrapped(verdict) + "\n";
  return text + pricing(profile);
}

}  // namespace hybrid::report
