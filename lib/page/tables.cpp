#include <fmt/format.h>
#include <cmath>

#include <algorithm>
#include <array>
#include <map>
#include <numeric>

#include "core/command_line.h"
#include "core/text.h"
#include "eval/router_export.h"
#include "page/html_table.h"
#include "page/sections.h"
#include "page/sending.h"
#include "page/words.h"
#include "report/text_table.h"

namespace hybrid::page {

namespace {

constexpr std::size_t kMostClasses = 50;

/// Slots and headings of what an input costs, where the run knows it.
constexpr std::array<std::pair<const char*, const char*>, 3> kCosts{
    {{"latency", "latency"}, {"energy", "energy"}, {"days", "battery, days"}}};

struct ClassRow {
  std::size_t n = 0, base = 0, cloud = 0, sent = 0, helped = 0, spoiled = 0;

  void add(const ClassRow& other) {
    n += other.n;
    base += other.base;
    cloud += other.cloud;
    sent += other.sent;
    helped += other.helped;
    spoiled += other.spoiled;
  }
};

std::vector<std::string> cells_of(std::string name, const ClassRow& row) {
  const auto share = [&](std::size_t count) {
    return report::per_cent(static_cast<double>(count) / static_cast<double>(row.n));
  };
  return {std::move(name),
          with_thousands(static_cast<std::int64_t>(row.n)),
          share(row.base),
          share(row.base + row.helped - row.spoiled),
          share(row.cloud),
          share(row.sent),
          std::to_string(row.helped),
          std::to_string(row.spoiled)};
}

std::string class_name(const Examples& examples, std::int32_t label) {
  const auto index = static_cast<std::size_t>(label);
  return index < examples.class_names.size() ? name_html(examples.class_names[index])
                                             : fmt::format("class {}", label);
}

/// Returns the classes, the most frequent first, then by number.
std::vector<std::pair<std::int32_t, ClassRow>> class_rows(const Examples& examples,
                                                          std::span<const audit::Decision> decisions) {
  std::map<std::int32_t, ClassRow> by_class;
  for (std::size_t i = 0; i < decisions.size(); ++i) {
    const audit::Verdict verdict = decisions[i].verdict;
    by_class[examples.labels[i]].add({.n = 1,
                                      .base = examples.right.base_value[i] > 0 ? 1U : 0U,
                                      .cloud = examples.right.cloud_value[i] > 0 ? 1U : 0U,
                                      .sent = decisions[i].route == routing::Route::cloud ? 1U : 0U,
                                      .helped = verdict == audit::Verdict::sent_helped ? 1U : 0U,
                                      .spoiled = verdict == audit::Verdict::harmful_send ? 1U : 0U});
  }
  std::vector<std::pair<std::int32_t, ClassRow>> rows(by_class.begin(), by_class.end());
  std::ranges::stable_sort(rows, std::ranges::greater(), [](const auto& row) { return row.second.n; });
  return rows;
}

}  // namespace

std::string position_table(const RunPage& run, const Grid& grid) {
  const PointText first = text_of(run, grid, grid.main(), grid.main_point());
  HtmlTable table{
      .caption = fmt::format("The main methods, asked to send {} %", slot("asked", first.at("asked"))),
      .header = {"method", "sent, %", "accuracy, %", "95 % interval"},
      .rows = {},
      .attributes = " id=\"position\""};
  std::vector<std::string> names{"sent", "accuracy", "interval"};
  for (const auto& [name, heading] : kCosts)
    if (first.contains(name)) {
      names.emplace_back(name);
      table.header.emplace_back(heading);
    }
  for (std::size_t m = 0; m < grid.methods.size() && grid.methods[m].chosen; ++m) {
    const MethodGrid& method = grid.methods[m];
    const PointText text = text_of(run, grid, method, method.points.at(kDefaultStep));
    std::vector<std::string> row{text_html(method.label)};
    for (const auto& name : names)
      row.push_back(fmt::format("<span data-method=\"{}\" data-value=\"{}\">{}</span>", m, name,
                                text_html(text.at(name))));
    table.rows.push_back(std::move(row));
  }
  return to_html(table);
}

std::string rule_section(const RunPage& run, const Grid& grid) {
  const PointText text = text_of(run, grid, grid.main(), grid.main_point());
  const Commands& commands = run.commands;
  const std::string coverage = slot("coverage", text.at("coverage"));
  const auto box = [](const char* id, bool shown, const char* heading, const std::string& code) {
    return fmt::format(
        "<div id=\"{0}-box\"{1}><h3>{2}</h3>\n<pre tabindex=\"0\"><code id=\"{0}\">{3}</code></pre></div>\n",
        id, shown ? "" : " hidden", heading, code);
  };
  std::string html = fmt::format(
      "<section id=\"rule\">\n<h2>The rule</h2>\n<p class=\"rule\">{}</p>\n<p class=\"soft\">{}</p>\n",
      slot("rule", text.at("rule")),
      run.measured.confidence ? slot("origin", text.at("origin")) : origin_of(run, grid.main_point()));
  html += box("code", !text.at("code").empty(), "In C", slot("code", text.at("code")));
  const std::string method = slot("method", shell_quoted(grid.main().method->name()));
  const std::string point = method + text_html(commands.before_coverage) + coverage;
  html += box("tune", true, "This point again", text_html(commands.tune) + point);
  const bool by_threshold = !commands.before_threshold.empty();
  const std::string exported =
      by_threshold ? method + text_html(commands.before_threshold) + slot("threshold", text.at("threshold"))
                   : point;
  html += box("export",
              eval::export_missing(run.problem, *grid.main().method).empty() &&
                  !(by_threshold && text.at("threshold").empty()),
              "As C for the device",
              text_html(commands.export_router) + exported + text_html(commands.after_export));
  return html + "</section>\n";
}

std::string classes_section(const RunPage& run, const Grid& grid) {
  if (!run.examples) return "";
  const Examples& examples = *run.examples;
  const auto rows = class_rows(examples, default_decisions(run, grid, examples.right));
  HtmlTable table{
      .caption = fmt::format("By true class, with {} and {} % sent{}", text_html(grid.main().label),
                             report::per_cent(1 - grid.main_point().tuned.point.coverage),
                             rows.size() > kMostClasses
                                 ? fmt::format("; the {} most frequent of {} classes", kMostClasses,
                                               with_thousands(static_cast<std::int64_t>(rows.size())))
                                 : ""),
      .header = {"class", "inputs", "device right, %", "with sending, %", "cloud right, %", "sent, %",
                 "helped", "spoiled"},
      .rows = {}};
  const std::size_t shown = std::min(rows.size(), kMostClasses);
  for (std::size_t i = 0; i < shown; ++i)
    table.rows.push_back(cells_of(class_name(examples, rows[i].first), rows[i].second));
  if (rows.size() > shown) {
    ClassRow rest;
    for (std::size_t i = shown; i < rows.size(); ++i) rest.add(rows[i].second);
    table.rows.push_back(cells_of(
        fmt::format("{} others", with_thousands(static_cast<std::int64_t>(rows.size() - shown))), rest));
  }
  return "<section id=\"classes\">\n<h2>By class</h2>\n" + to_html(table) + "</section>\n";
}

std::string shares_section(const RunPage& run, const Grid& grid) {
  const MethodGrid& main = grid.main();
  const PointText first = text_of(run, grid, main, main.points.front());
  // Recalibrated, the shares are those of the test part from the beginning.
  const bool recalibrated = run.measured.recalibrate == config::Recalibration::unlabeled;
  const bool tuned_accuracy = !recalibrated && main.points.front().tuned.tuned_accuracy.has_value();
  HtmlTable table{.caption = fmt::format("{}: asked for, {}on test", text_html(main.label),
                                         recalibrated ? "" : "on the tuning part, "),
                  .header = {"asked, % sent"},
                  .rows = {}};
  if (!recalibrated) table.header.emplace_back("tuning: sent, %");
  if (tuned_accuracy) table.header.emplace_back("tuning: accuracy, %");
  for (const char* head : {"test: sent, %", "test: accuracy, %", "95 % interval"})
    table.header.emplace_back(head);
  for (const auto& [name, heading] : kCosts)
    if (first.contains(name)) table.header.emplace_back(heading);
  table.header.emplace_back("sent if");
  bool drifts = false;
  for (int step = 0; step <= kSteps; step += kSteps / 10) {
    const GridPoint& point = main.points.at(static_cast<std::size_t>(step));
    const PointText text = text_of(run, grid, main, point);
    const eval::OperatingPoint& p = point.tuned.point;
    const double missed = std::abs(p.coverage - p.tuned_coverage);
    const bool drift = p.coverage_error && *p.coverage_error > 0 && missed > 3 * *p.coverage_error;
    drifts = drifts || drift;
    std::vector<std::string> row{text.at("asked")};
    if (!recalibrated) row.push_back(report::per_cent(1 - p.tuned_coverage));
    if (tuned_accuracy) row.push_back(report::per_cent(point.tuned.tuned_accuracy.value_or(p.accuracy)));
    row.push_back(text.at("sent") + (drift ? " <strong>*</strong>" : ""));
    row.push_back(text.at("accuracy"));
    row.push_back(text.at("interval"));
    for (const auto& [name, heading] : kCosts)
      if (text.contains(name)) row.push_back(text.at(name));
    row.push_back(text_html(sending_of(run, *main.method, point.tuned).cell));
    table.rows.push_back(std::move(row));
  }
  if (recalibrated)
    return "<section id=\"shares\">\n<h2>Asked for and sent</h2>\n" + to_html(table) + "</section>\n";
  std::string html = "<section id=\"shares\">\n<h2>Tuning against test</h2>\n" + to_html(table);
  html += drifts
              ? "<p><strong>*</strong> The share sent on test is more than three standard errors from that "
                "on the tuning part: the test inputs are of another kind.</p>\n"
              : "<p class=\"soft\">The shares sent on tuning and test part differ by no more than chance "
                "explains (three standard errors).</p>\n";
  return html + "</section>\n";
}

}  // namespace hybrid::page
