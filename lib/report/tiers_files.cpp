#include "report/tiers_files.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/csv.h"
#include "core/json.h"
#include "core/text.h"
#include "eval/verdict.h"
#include "report/markdown.h"
#include "report/text_table.h"

namespace hybrid::report {

namespace {

using Json = nlohmann::ordered_json;

/// Of a sent share, which is 1 minus a coverage: 0.1 and not 0.09999999999999998.
double sent_share(double coverage) {
  return std::round((1 - coverage) * 1e9) / 1e9;
}

std::optional<double> if_finite(double value) {
  return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

std::optional<double> cost_of(const eval::CascadeOutcome& outcome, cost::Resource resource) {
  const auto found = outcome.cost.find(resource);
  return found == outcome.cost.end() ? std::nullopt : std::optional(found->second);
}

std::string short_words(const eval::Requirements& requirements) {
  std::vector<std::string> parts;
  for (const auto& [resource, budget] : requirements.budgets)
    parts.push_back(fmt::format("{} {}", shortest(budget), cost::unit_of(resource)));
  if (requirements.coverage)
    parts.push_back(fmt::format("{} % sent", shortest(100 * sent_share(*requirements.coverage))));
  return join(parts, " & ");
}

/// Returns "62 / 25 / 13".
std::string ends_words(const std::vector<double>& ends) {
  std::vector<std::string> shares;
  for (const double share : ends) shares.push_back(per_cent(share, 0));
  return join(shares, " / ");
}

/// Returns "p1 < 0.617", "always" or "never".
std::string condition_words(const eval::Stage& stage, double threshold) {
  if (!std::isfinite(threshold)) return threshold > 0 ? "never" : "always";
  return stage.condition ? stage.condition(threshold) : fmt::format("score > {:.3g}", threshold);
}

/// Returns three significant digits, and whole milliseconds beyond.
std::string milliseconds_of(double value) {
  return value < 1000 ? fmt::format("{:.3g}", value) : fmt::format("{:.0f}", value);
}

Json json_of(const eval::Cascade& cascade, const eval::CascadeChoice& choice) {
  Json thresholds = Json::array();
  for (std::size_t s = 0; s < cascade.stages.size(); ++s)
    thresholds.push_back({{"tier", cascade.tiers[s]},
                          {"method", cascade.stages[s].method},
                          {"threshold", json_or_null(if_finite(choice.thresholds[s]))},
                          {"sends_all", choice.thresholds[s] < 0 && !std::isfinite(choice.thresholds[s])}});
  return {{"tiers", cascade.tiers},
          {"thresholds", std::move(thresholds)},
          {"tuned_ends", choice.tune.ends},
          {"ends", choice.test.ends},
          {"tuned_accuracy", choice.tune.accuracy},
          {"accuracy", choice.test.accuracy},
          {"ci_low", choice.test.accuracy_ci.low},
          {"ci_high", choice.test.accuracy_ci.high},
          {"latency_ms", json_or_null(cost_of(choice.test, cost::Resource::latency))},
          {"energy_mj", json_or_null(cost_of(choice.test, cost::Resource::energy))},
          {"macs", json_or_null(cost_of(choice.test, cost::Resource::macs))}};
}

Json json_of(const eval::Requirements& requirements) {
  Json json = Json::object();
  for (const auto& [resource, budget] : requirements.budgets) json[std::string(name_of(resource))] = budget;
  if (requirements.coverage) json["coverage"] = *requirements.coverage;
  return json;
}

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

void add_csv_row(const TierRow& row, const eval::Cascade& cascade, const eval::CascadeChoice* choice,
                 std::size_t most_tiers, CsvWriter& csv) {
  const auto& budgets = row.requirements.budgets;
  for (const auto resource : cost::kResources) {
    const auto budget = budgets.find(resource);
    csv.add(budget == budgets.end() ? std::nullopt : std::optional(budget->second));
  }
  csv.add(row.requirements.coverage);
  csv.add(join(cascade.tiers, "+"));
  for (std::size_t s = 0; s + 1 < most_tiers; ++s)
    csv.add(choice != nullptr && s < choice->thresholds.size() ? std::optional(choice->thresholds[s])
                                                               : std::nullopt);
  for (std::size_t t = 0; t < most_tiers; ++t)
    csv.add(choice != nullptr && t < choice->test.ends.size() ? std::optional(choice->test.ends[t])
                                                              : std::nullopt);
  const auto add = [&](auto value) { csv.add(choice != nullptr ? value(*choice) : std::nullopt); };
  using Value = std::optional<double>;
  add([](const eval::CascadeChoice& c) { return Value(c.tune.accuracy); });
  add([](const eval::CascadeChoice& c) { return Value(c.test.accuracy); });
  add([](const eval::CascadeChoice& c) { return Value(c.test.accuracy_ci.low); });
  add([](const eval::CascadeChoice& c) { return Value(c.test.accuracy_ci.high); });
  for (const auto resource : cost::kResources)
    add([resource](const eval::CascadeChoice& c) { return cost_of(c.test, resource); });
  csv.end_row();
}

/// Returns the table of the rows with, or without, a coverage of their own.
std::string table_of(const TiersReport& report, bool by_share) {
  TextTable table{.header = {by_share ? "at most" : "budget", "all, % right", "end there, %"}};
  if (by_share) table.header.emplace_back("ms");
  for (const auto& pair : report.pairs) table.header.push_back("+ " + pair.tiers.back());
  table.header.emplace_back("all - best pair");
  for (const auto& row : report.rows) {
    if (row.requirements.coverage.has_value() != by_share) continue;
    std::vector<std::string> cells{short_words(row.requirements)};
    if (!row.found) {
      cells.resize(table.header.size(), "–");
    } else {
      const eval::CascadeOutcome& all = row.found->all.test;
      cells.push_back(per_cent_with_interval(all.accuracy, all.accuracy_ci.low, all.accuracy_ci.high));
      cells.push_back(ends_words(all.ends));
      const auto latency = cost_of(all, cost::Resource::latency);
      if (by_share) cells.push_back(latency ? milliseconds_of(*latency) : "–");
      for (const auto& pair : row.found->pairs) cells.push_back(per_cent(pair.test.accuracy));
      const eval::OutcomeDifference& gain = row.found->gain;
      cells.push_back(points_with_interval(gain.delta, gain.ci.low, gain.ci.high));
    }
    table.rows.push_back(std::move(cells));
  }
  return table.rows.empty() ? "" : to_markdown(table);
}

/// Says what the columns of table_of are.
std::string legend_of(const TiersReport& report) {
  return markdown_line(fmt::format("Inputs end at {}. Beside all tiers stand two: {} with one of the others.",
                                   join(report.all.tiers, " / "), report.all.tiers.front()));
}

std::string thresholds_table(const TiersReport& report) {
  TextTable table{.header = {"for"}};
  for (std::size_t s = 0; s < report.all.stages.size(); ++s)
    table.header.push_back(fmt::format("{}: {}", report.all.tiers[s], report.all.stages[s].method));
  for (const auto& row : report.rows) {
    std::vector<std::string> cells{short_words(row.requirements)};
    for (std::size_t s = 0; s < report.all.stages.size(); ++s)
      cells.push_back(row.found ? condition_words(report.all.stages[s], row.found->all.thresholds[s]) : "–");
    table.rows.push_back(std::move(cells));
  }
  return to_markdown(table);
}

/// Returns "Three tiers compared with the best two of them: better at 600 ms; ...".
std::string compared_words(const TiersReport& report) {
  std::vector<std::string> ahead, behind, open;
  for (const auto& row : report.rows) {
    if (!row.found) continue;
    const eval::Verdict verdict = eval::verdict_of(row.found->gain.ci);
    (verdict == eval::Verdict::ahead    ? ahead
     : verdict == eval::Verdict::behind ? behind
                                        : open)
        .push_back(short_words(row.requirements));
  }
  const std::string tiers = report.all.tiers.size() == 3 ? "Three" : "All";
  std::vector<std::string> parts;
  if (!ahead.empty()) parts.push_back(fmt::format("better at {}", join(ahead)));
  if (!behind.empty()) parts.push_back(fmt::format("worse at {}", join(behind)));
  if (!open.empty())
    parts.push_back(fmt::format("no difference that {} examples show at {}",
                                with_thousands(static_cast<std::int64_t>(report.all.n_test())), join(open)));
  return parts.empty()
             ? ""
             : fmt::format("{} tiers compared with the best two of them: {}.", tiers, join(parts, "; "));
}

}  // namespace

std::string tuned_words(const TiersReport& report, const TierRow& row) {
  const eval::CascadeChoice& all = row.found.value().all;
  std::vector<std::string> rules;
  for (std::size_t s = 0; s < all.thresholds.size(); ++s) {
    const std::string words = condition_words(report.all.stages[s], all.thresholds[s]);
    const bool fixed = words == "always" || words == "never";
    rules.push_back(fmt::format("{} sends {}{}", report.all.tiers[s], fixed ? "" : "if ", words));
  }
  std::string costs;
  if (const auto latency = cost_of(all.test, cost::Resource::latency))
    costs += fmt::format(", {} ms", milliseconds_of(*latency));
  if (const auto energy = cost_of(all.test, cost::Resource::energy))
    costs += fmt::format(", {:.3g} mJ", *energy);
  return fmt::format(
      "{}: {}; {} % right, {} % end at {}{}", words_of(row.requirements), join(rules),
      per_cent_with_interval(all.test.accuracy, all.test.accuracy_ci.low, all.test.accuracy_ci.high),
      ends_words(all.test.ends), join(report.all.tiers, " / "), costs);
}

std::string words_of(const eval::Requirements& requirements) {
  std::vector<std::string> parts;
  for (const auto& [resource, budget] : requirements.budgets)
    parts.push_back(fmt::format("{} {} {}", name_of(resource), shortest(budget), cost::unit_of(resource)));
  if (requirements.coverage)
    parts.push_back(fmt::format("at most {} % sent", shortest(100 * sent_share(*requirements.coverage))));
  return join(parts, ", ");
}

Json tiers_json(const TiersReport& report) {
  Json json{{"schema_version", 1},
            {"n_tune", report.all.n_tune()},
            {"n_test", report.all.n_test()},
            {"tiers", Json::array()},
            {"points", Json::array()}};
  for (std::size_t t = 0; t < report.all.tiers.size(); ++t)
    json["tiers"].push_back({{"name", report.all.tiers[t]}, {"accuracy", mean(report.all.test[t])}});
  for (const auto& row : report.rows) {
    Json point{{"asked", json_of(row.requirements)}, {"all", nullptr}, {"pairs", Json::array()}};
    if (row.found) {
      point["all"] = json_of(report.all, row.found->all);
      for (std::size_t p = 0; p < report.pairs.size(); ++p)
        point["pairs"].push_back(json_of(report.pairs[p], row.found->pairs[p]));
      point["best_pair"] = row.found->best_pair;
      point["delta"] = row.found->gain.delta;
      point["delta_low"] = row.found->gain.ci.low;
      point["delta_high"] = row.found->gain.ci.high;
    }
    json["points"].push_back(std::move(point));
  }
  return json;
}

std::string tiers_csv(const TiersReport& report) {
  CsvWriter csv;
  const std::size_t tiers = report.all.tiers.size();
  for (const char* column : {"budget_ms", "budget_mj", "budget_macs", "least_coverage", "tiers"})
    csv.add(column);
  for (std::size_t s = 1; s < tiers; ++s) csv.add(fmt::format("threshold_{}", s));
  for (std::size_t t = 1; t <= tiers; ++t) csv.add(fmt::format("ends_{}", t));
  for (const char* column :
       {"tuned_accuracy", "accuracy", "ci_low", "ci_high", "latency_ms", "energy_mj", "macs"})
    csv.add(column);
  csv.end_row();
  for (const auto& row : report.rows) {
    add_csv_row(row, report.all, row.found ? &row.found->all : nullptr, tiers, csv);
    for (std::size_t p = 0; p < report.pairs.size(); ++p)
      add_csv_row(row, report.pairs[p], row.found ? &row.found->pairs[p] : nullptr, tiers, csv);
  }
  return csv.text();
}

std::string tiers_markdown(const TiersReport& report) {
  std::vector<std::string> accuracies;
  for (std::size_t t = 0; t < report.all.tiers.size(); ++t)
    accuracies.push_back(fmt::format("{} {} %", report.all.tiers[t], per_cent(mean(report.all.test[t]))));
  std::string text = fmt::format("# {}\n\n", markdown_line(report.name));
  if (!report.accuracy.plain())
    text += fmt::format("Accuracy here is {}.\n\n", markdown_line(eval::in_words(report.accuracy)));
  text += markdown_line(fmt::format("{} right on {} test examples; everything was chosen on {} others.",
                                    join(accuracies),
                                    with_thousands(static_cast<std::int64_t>(report.all.n_test())),
                                    with_thousands(static_cast<std::int64_t>(report.all.n_tune())))) +
          "\n";
  text += fmt::format("\n{}\n", markdown_line(compared_words(report)));
  if (const std::string table = table_of(report, false); !table.empty())
    text += fmt::format("\n## Within a mean cost per input\n\n{}\n\n{}", legend_of(report), table);
  if (const std::string table = table_of(report, true); !table.empty())
    text += fmt::format("\n## With at most this share sent by {}\n\n{}\n\n{}",
                        markdown_line(report.all.tiers.front()), markdown_line(join(report.all.tiers, " / ")),
                        table);
  text +=
      "\n## When a tier sends an input on\n\np1 is the largest probability of the tier's own prediction.\n\n" +
      thresholds_table(report);
  text += "\n";
  for (const auto& note : report.notes) text += "- " + markdown_line(note) + "\n";
  return text;
}

}  // namespace hybrid::report
