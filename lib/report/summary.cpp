#include "report/summary.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "core/text.h"
#include "eval/ceilings.h"
#include "report/text_table.h"

namespace hybrid {

namespace {

constexpr const char* kNone = "–";

std::string data_paragraph(const SummaryInput& input) {
  const Evaluation& e = input.evaluation;
  return fmt::format(
      "Base {} %, cloud {} % right on {} test examples; sending helps {} % of them and harms {} %. Thresholds were "
      "chosen on {} other examples. Intervals are 95 %.\n",
      per_cent(e.test.base_accuracy, 2), per_cent(e.test.cloud_accuracy, 2),
      with_thousands(static_cast<std::int64_t>(e.n_test)), per_cent(e.test.helpful), per_cent(e.test.harmful),
      with_thousands(static_cast<std::int64_t>(e.n_tune)));
}

std::vector<std::string> budget_row(const std::string& name, const std::vector<double>& budgets,
                                    const std::map<double, std::string>& cells) {
  std::vector<std::string> row{name};
  for (const double budget : budgets) row.push_back(cells.contains(budget) ? cells.at(budget) : kNone);
  return row;
}

/// A budget's coverage, the energy it means and the two bounds, for a method that adds nothing on the device.
void add_reference_rows(const SummaryInput& input, const SystemCost& cost, TextTable& table) {
  const auto latency = *cost.total(Resource::latency);
  const auto energy = cost.total(Resource::energy);
  const OutcomeShares& share = input.evaluation.test;
  std::map<double, std::string> coverages, energies, bounds, ceilings;
  for (const double budget : input.config.latency_ms) {
    const auto coverage = latency.coverage_for(budget);
    if (!coverage) continue;
    coverages[budget] = per_cent(*coverage) + " %";
    if (energy) energies[budget] = fmt::format("{:.0f} mJ", energy->at(*coverage));
    bounds[budget] = per_cent(paper_upper_bound(share.base_accuracy, share.cloud_accuracy, *coverage));
    ceilings[budget] = per_cent(ceiling_at_most(share, *coverage));
  }
  const auto& budgets = input.config.latency_ms;
  table.rows.insert(table.rows.begin(), budget_row("(kept on the device)", budgets, coverages));
  if (energy) table.rows.insert(table.rows.begin() + 1, budget_row("(energy)", budgets, energies));
  table.rows.push_back(budget_row("paper's upper bound (A.2)", budgets, bounds));
  table.rows.push_back(budget_row("true ceiling", budgets, ceilings));
}

}  // namespace

std::string budget_table_markdown(const SummaryInput& input) {
  const SystemProfile& profile = input.profiles.front();
  const SystemCost cost = price(profile, input.workload);
  if (!cost.total(Resource::latency)) return "";
  const auto& budgets = input.config.latency_ms;

  TextTable table{.header = {"Accuracy in % at"}};
  for (const double budget : budgets) table.header.push_back(fmt::format("{} ms", shortest(budget)));
  std::map<std::string, std::map<double, std::string>> cells;
  for (const auto& result : evaluate_budgets(input.problem, budgets, profile, input.workload))
    if (result.point)
      cells[result.method][result.latency_ms] = per_cent_with_interval(
          result.point->accuracy, result.point->accuracy_ci.low, result.point->accuracy_ci.high);
  for (const auto& method : input.problem.methods)
    if (method.kind != MethodKind::oracle && method.kind != MethodKind::on_cloud)
      table.rows.push_back(budget_row(method.name, budgets, cells[method.name]));
  add_reference_rows(input, cost, table);

  const auto latency = *cost.total(Resource::latency);
  return fmt::format(
      "\n## Accuracy over mean latency, profile `{}`\n\n{}: {} ms for every input, {} ms on top if it is sent. "
      "Sending everything takes {} ms and is {} % right.\n\n{}",
      profile.name, profile.description, shortest(latency.always), shortest(latency.if_sent),
      shortest(latency.cloud_only()), per_cent(input.evaluation.test.cloud_accuracy), to_markdown(table));
}

namespace {

std::string difference_section(const SummaryInput& input) {
  const bool has_router = input.evaluation.find("router") != nullptr;
  const std::string subject = has_router ? "router" : "max_prob";
  TextTable table{.header = {fmt::format("`{}` minus", subject)}};
  for (const double coverage : input.config.coverages) table.header.push_back(fmt::format("c = {}", shortest(coverage)));
  std::map<std::string, std::vector<std::string>> rows;
  std::vector<std::string> opponents;
  for (const auto& c : input.evaluation.comparisons) {
    if (c.method != subject) continue;
    if (!rows.contains(c.against)) opponents.push_back(c.against);
    rows[c.against].push_back(points_with_interval(c.delta, c.ci.low, c.ci.high));
  }
  if (opponents.empty()) return "";
  for (const auto& opponent : opponents) {
    std::vector<std::string> row{opponent};
    row.insert(row.end(), rows[opponent].begin(), rows[opponent].end());
    table.rows.push_back(std::move(row));
  }
  std::string text = fmt::format(
      "\n## Differences at equal coverage\n\nIn points of accuracy, with exactly the share c kept on the device "
      "(paired bootstrap).\n\n{}\n",
      to_markdown(table));
  for (const auto& opponent : opponents) {
    std::vector<std::string> ahead, behind, open;
    for (const auto& c : input.evaluation.comparisons)
      if (c.method == subject && c.against == opponent)
        (c.ci.low > 0 ? ahead : c.ci.high < 0 ? behind : open).push_back(shortest(c.target_coverage));
    std::vector<std::string> parts;
    if (!ahead.empty()) parts.push_back("ahead at c = " + join(ahead));
    if (!behind.empty()) parts.push_back("**behind** at c = " + join(behind));
    if (!open.empty())
      parts.push_back(fmt::format("no difference that {} examples show at c = {}",
                                  with_thousands(static_cast<std::int64_t>(input.evaluation.n_test)), join(open)));
    text += fmt::format("- against `{}`: {}\n", opponent, join(parts, "; "));
  }
  return text;
}

std::string cost_section(const SummaryInput& input, const SystemProfile& profile) {
  double router_macs = 0;
  for (const auto& method : input.problem.methods) router_macs = std::max(router_macs, method.router_macs);
  TextTable table{.header = {"mean per input at coverage"}};
  std::vector<double> coverages{1.0};
  coverages.insert(coverages.end(), input.config.coverages.begin(), input.config.coverages.end());
  for (const double coverage : coverages) table.header.push_back(shortest(coverage));
  table.header.emplace_back("cloud only");
  for (const Resource resource : kResources) {
    for (const bool routed : {false, true}) {
      if (routed && router_macs == 0) continue;
      Workload workload = input.workload;
      workload.router_macs = routed ? router_macs : 0;
      const auto cost = price(profile, workload).total(resource);
      if (!cost) continue;
      std::vector<std::string> row{
          fmt::format("{} in {}, {}", name_of(resource), unit_of(resource), routed ? "router" : "thresholding")};
      for (const double coverage : coverages) row.push_back(fmt::format("{:.4g}", cost->at(coverage)));
      row.push_back(fmt::format("{:.4g}", cost->cloud_only()));
      table.rows.push_back(std::move(row));
    }
  }
  if (table.rows.empty()) return "";
  std::string text =
      fmt::format("\n## What a coverage costs, profile `{}`\n\n{}.\n\n{}", profile.name, profile.description,
                  to_markdown(table));
  for (const auto& line : price(profile, input.workload).unknown) text += fmt::format("\nNot counted: {}.\n", line);
  return text;
}

}  // namespace

std::string summary_markdown(const SummaryInput& input) {
  std::string text = fmt::format("# {}\n\n", input.name);
  for (const auto& note : input.notes) text += note + "\n";
  if (!input.notes.empty()) text += "\n";
  text += data_paragraph(input);
  text += budget_table_markdown(input);
  text += difference_section(input);
  for (const auto& profile : input.profiles) text += cost_section(input, profile);
  if (!input.evaluation.skipped.empty()) {
    text += "\n## Left out\n\n";
    for (const auto& [method, reason] : input.evaluation.skipped) text += fmt::format("- `{}`: {}\n", method, reason);
  }
  return text;
}

Figure pareto_figure(const std::string& name, const Evaluation& evaluation, const std::string& profile) {
  Figure figure{.title = fmt::format("{}: accuracy over mean latency ({})", name, profile),
                .x_label = "mean latency per input, ms",
                .y_label = "accuracy on test, %"};
  for (const auto& method : evaluation.methods) {
    Series series{.label = method.name};
    for (const auto& point : method.points)
      if (point.latency_ms) {
        series.x.push_back(*point.latency_ms);
        series.y.push_back(100 * point.accuracy);
      }
    if (!series.x.empty()) figure.series.push_back(std::move(series));
  }
  return figure;
}

}  // namespace hybrid
