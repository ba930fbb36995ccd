#include "report/summary.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/text.h"
#include "report/battery_section.h"
#include "report/differences.h"
#include "report/latency_section.h"
#include "report/latex.h"
#include "report/markdown.h"
#include "report/outage_section.h"
#include "report/plain_text.h"
#include "report/repeats_files.h"
#include "report/shift_section.h"
#include "report/text_table.h"

namespace hybrid::report {

namespace {

constexpr const char* kNone = "–";
constexpr const char* kMeanInput =
    " Inputs have latencies of their own, and thresholds reckon with them; rows without a threshold, and "
    "these two figures, are for the mean input.";

/// Returns at most four significant digits.
std::string rounded(double value) {
  return fmt::format("{:.4g}", value);
}

std::string thousands(std::size_t n) {
  return with_thousands(static_cast<std::int64_t>(n));
}

std::string how_tuned(const SummaryInput& input) {
  const eval::Evaluation& e = input.evaluation;
  const bool recalibrated = input.config.recalibrate == config::Recalibration::unlabeled;
  if (e.cross_fitted)
    return fmt::format(
        "They serve twice: cut in two halves, each half is measured with {} of the other half. Every "
        "figure is the mean over the two exchanges; intervals are 95 %, over all {}.",
        recalibrated ? "thresholds from its own scores, whose labels are not used, and whatever is fitted"
                     : "the thresholds (and whatever else is fitted)",
        thousands(e.n_test));
  if (recalibrated)
    return fmt::format(
        "Thresholds are recalibrated: quantiles of the test scores themselves, whose labels are not used; "
        "all else was fitted on {} other examples. Intervals are 95 %.",
        thousands(e.n_tune));
  return fmt::format("Thresholds were chosen on {} other examples. Intervals are 95 %.", thousands(e.n_tune));
}

std::string data_paragraph(const SummaryInput& input) {
  const eval::Evaluation& e = input.evaluation;
  const std::string meaning =
      e.accuracy.plain() ? ""
                         : fmt::format("Accuracy here is {}.\n\n", markdown_line(eval::in_words(e.accuracy)));
  return meaning +
         fmt::format(
             "Base {} %, cloud {} % {} {} test examples; sending helps {} % of them and harms {} %. {}\n",
             per_cent(e.test.base_accuracy, 2), per_cent(e.test.cloud_accuracy, 2),
             e.accuracy.plain() ? "right on" : "by that on", thousands(e.n_test), per_cent(e.test.helpful),
             per_cent(e.test.harmful), how_tuned(input));
}

/// Returns a row with `name` and the formatted value for every budget.
std::vector<std::string> bounds_row(const std::string& name, const eval::ProfileResult& profile,
                                    std::optional<double> eval::BudgetBounds::*value, auto&& words) {
  std::vector<std::string> row{name};
  for (const auto& bounds : profile.bounds) row.push_back(bounds.*value ? words(*(bounds.*value)) : kNone);
  return row;
}

/// Adds rows with each budget's coverage, energy and two bounds, for a method without computation of its own
/// on the device.
void add_reference_rows(const eval::ProfileResult& profile, TextTable& table) {
  const auto with_per_cent = [](double share) { return per_cent(share) + " %"; };
  const auto mj = [](double energy) { return rounded(energy) + " mJ"; };
  const auto plain = [](double share) { return per_cent(share); };
  table.rows.insert(table.rows.begin(), bounds_row("(kept on the device)", profile,
                                                   &eval::BudgetBounds::coverage, with_per_cent));
  if (profile.cost.total(cost::Resource::energy))
    table.rows.insert(table.rows.begin() + 1,
                      bounds_row("(energy)", profile, &eval::BudgetBounds::energy_mj, mj));
  table.rows.push_back(
      bounds_row("paper's upper bound (A.2)", profile, &eval::BudgetBounds::paper_upper_bound, plain));
  table.rows.push_back(bounds_row("true ceiling", profile, &eval::BudgetBounds::ceiling, plain));
}

/// Adds a row for each method that makes predictions, with its accuracy within each budget.
void add_method_rows(const eval::Evaluation& evaluation, const eval::ProfileResult& profile,
                     TextTable& table) {
  // The cloud alone meets no budget below its own latency, so its row states this latency.
  const std::string on_cloud =
      fmt::format("on_cloud ({} at {} ms)", per_cent(evaluation.test.cloud_accuracy),
                  shortest(profile.cost.total(cost::Resource::latency)->cloud_only()));
  for (const auto& method : evaluation.methods) {
    if (method.kind == eval::MethodKind::oracle) continue;
    std::vector<std::string> row{method.kind == eval::MethodKind::on_cloud ? on_cloud : method.name};
    for (const auto& result : profile.budgets)
      if (result.method == method.name)
        row.push_back(result.point
                          ? per_cent_with_interval(result.point->accuracy, result.point->accuracy_ci.low,
                                                   result.point->accuracy_ci.high)
                          : kNone);
    table.rows.push_back(std::move(row));
  }
}

TextTable rows_of(const eval::Evaluation& evaluation) {
  const eval::ProfileResult& profile = evaluation.profiles.front();
  TextTable table{.header = {"Accuracy in % at"}};
  for (const auto& bounds : profile.bounds)
    table.header.push_back(fmt::format("{} ms", shortest(bounds.latency_ms)));
  add_method_rows(evaluation, profile, table);
  add_reference_rows(profile, table);
  return table;
}

/// Returns a phrase: on which data thresholds keep a budget, and on which data the results are measured.
const char* tuning_phrase(const SummaryInput& input) {
  if (input.config.recalibrate == config::Recalibration::unlabeled)
    return "on the test inputs, for which they are recalibrated; there";
  return input.evaluation.cross_fitted ? "on the half they were chosen on; where they are measured"
                                       : "on the tuning split; on test";
}

/// Accuracy by latency budget: what it says of the profile, and the table.
struct BudgetTable {
  std::string explanation;
  TextTable table;
};

/// @return std::nullopt if the latency is unknown
std::optional<BudgetTable> budget_table(const SummaryInput& input) {
  const eval::ProfileResult& profile = input.evaluation.profiles.front();
  const auto latency = profile.cost.total(cost::Resource::latency);
  if (!latency || profile.bounds.empty()) return std::nullopt;
  return BudgetTable{
      fmt::format(
          "{}: {} ms for every input, {} ms on top if it is sent. on_cloud leaves the device's own share "
          "out, as the paper does. Thresholds keep each budget {} the mean latency exceeds it by up to "
          "{} %.{}",
          profile.description, rounded(latency->per_input), rounded(latency->per_offload),
          tuning_phrase(input), per_cent(profile.largest_overshoot),
          profile.measured.used.empty() ? "" : kMeanInput),
      rows_of(input.evaluation)};
}

}  // namespace

std::string budget_table_markdown(const SummaryInput& input) {
  const auto budgets = budget_table(input);
  if (!budgets) return "";
  return fmt::format("\n## Accuracy over mean latency, profile `{}`\n\n{}\n\n{}",
                     markdown_line(input.evaluation.profiles.front().name),
                     markdown_line(budgets->explanation), to_markdown(budgets->table));
}

std::string budget_table_text(const SummaryInput& input) {
  const auto budgets = budget_table(input);
  if (!budgets) return "";
  return fmt::format("{}\n\n{}\n\n{}",
                     wrapped(fmt::format("Accuracy over mean latency, profile `{}`",
                                         input.evaluation.profiles.front().name)),
                     wrapped(budgets->explanation), to_text(budgets->table));
}

std::string budget_table_latex(const eval::Evaluation& evaluation) {
  const eval::ProfileResult& profile = evaluation.profiles.front();
  if (profile.bounds.empty()) return latex_comment("no table: the profile prices no latency");
  return latex_comment(fmt::format("Accuracy over mean latency, profile {}; 95 % intervals", profile.name)) +
         to_latex(rows_of(evaluation), 2);
}

namespace {

std::string cost_column(const eval::MeanCost& cost) {
  if (cost.routed) return "with the router";
  return cost.resource == cost::Resource::macs
             ? "MACs"
             : fmt::format("{}, {}", name_of(cost.resource), cost::unit_of(cost.resource));
}

std::string cost_section(const SummaryInput& input, const eval::ProfileResult& profile) {
  TextTable table{.header = {"kept on the device"}};
  std::vector<std::string> all_kept{"everything"}, cloud_only{"nothing, cloud only"};
  std::vector<std::vector<std::string>> by_coverage;
  for (const double coverage : input.config.coverages) by_coverage.push_back({"c = " + shortest(coverage)});
  for (const eval::MeanCost& cost : profile.mean_costs) {
    table.header.push_back(cost_column(cost));
    all_kept.push_back(rounded(cost.all_kept));
    for (std::size_t c = 0; c < cost.at.size(); ++c) by_coverage[c].push_back(rounded(cost.at[c]));
    cloud_only.push_back(rounded(cost.cloud_only));
  }
  table.rows = std::move(by_coverage);
  table.rows.insert(table.rows.begin(), std::move(all_kept));
  table.rows.push_back(std::move(cloud_only));
  add_battery_columns(profile, table);

  std::string text = fmt::format("\n## What an input costs on average, profile `{}`\n\n{}.\n",
                                 markdown_line(profile.name), markdown_line(profile.description));
  if (!profile.mean_costs.empty()) text += "\n" + to_markdown(table);
  text += battery_paragraph(profile);
  for (const auto& line : profile.cost.unknown)
    text += fmt::format("\nNot counted: {}.\n", markdown_line(line));
  return text;
}

}  // namespace

std::string summary_markdown(const SummaryInput& input) {
  std::string text = fmt::format("# {}\n\n", markdown_line(input.name));
  for (const auto& note : input.notes) text += markdown_line(note) + "\n";
  if (!input.notes.empty()) text += "\n";
  text += data_paragraph(input);
  for (const auto& [method, note] : input.evaluation.notes)
    text += fmt::format("\n`{}` is {}.\n", markdown_line(method), markdown_line(note));
  text += budget_table_markdown(input);
  text += difference_sections(input.evaluation);
  if (input.repeats) text += repeats_markdown(*input.repeats);
  text += latency_section(input);
  text += shift_section(input);
  text += outage_section(input);
  for (const auto& profile : input.evaluation.profiles) text += cost_section(input, profile);
  if (!input.evaluation.skipped.empty()) {
    text += "\n## Left out\n\n";
    for (const auto& [method, reason] : input.evaluation.skipped)
      text += fmt::format("- `{}`: {}\n", markdown_line(method), markdown_line(reason));
  }
  if (!input.foot.empty()) text += fmt::format("\n{}\n", input.foot);
  return text;
}

}  // namespace hybrid::report
