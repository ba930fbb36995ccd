#include <fmt/format.h>

#include <filesystem>

#include "core/text.h"
#include "page/html_table.h"
#include "page/sections.h"
#include "page/words.h"
#include "report/plain_text.h"

namespace hybrid::page {

namespace {

constexpr std::size_t kMostWarnings = 20;

std::string inputs_table(const runs::Manifest& manifest) {
  if (manifest.inputs.empty()) return "";
  HtmlTable table{
      .caption = "Files that the run read", .header = {"what", "file", "bytes", "SHA-256"}, .rows = {}};
  for (const auto& input : manifest.inputs)
    table.rows.push_back({text_html(input.role),
                          // A page that leaves the house need not tell its folders.
                          name_html(std::filesystem::path(input.path).filename().string()),
                          with_thousands(static_cast<std::int64_t>(input.bytes)),
                          "<code>" + text_html(input.sha256) + "</code>"});
  return to_html(table);
}

std::string costs_table(const RunPage& run, const cost::SystemCost& cost) {
  HtmlTable table{.caption = fmt::format("Cost profile {}: {}", name_html(run.profile.name),
                                         text_html(run.profile.description)),
                  .header = {"what", "of every input", "of a sent input, in addition", "source"},
                  .rows = {}};
  for (const auto& item : cost.items) {
    const auto amount = [&](double value) {
      return value == 0 ? "–" : fmt::format("{} {}", report::amount(value), unit_of(item.resource));
    };
    table.rows.push_back({fmt::format("{}, {}", text_html(item.name), name_of(item.resource)),
                          amount(item.per_input), amount(item.per_offload), text_html(item.source)});
  }
  std::string html = table.rows.empty() ? "" : to_html(table);
  for (const auto& unknown : cost.unknown)
    html += fmt::format("<p class=\"soft\">Not known: {}.</p>\n", text_html(unknown));
  return html;
}

}  // namespace

std::string provenance_section(const RunPage& run) {
  const runs::Manifest& manifest = run.manifest;
  const eval::Method& main = eval::default_method(run.problem);
  HtmlTable table{.caption = "The run", .header = {"what", "value"}, .rows = {}};
  const auto row = [&](const char* what, const std::string& value) {
    if (!value.empty()) table.rows.push_back({what, value});
  };
  const auto code = [](const std::string& text) {
    return text.empty() ? "" : "<code>" + text_html(text) + "</code>";
  };
  row("name", name_html(run.name));
  row("command", code(manifest.command_line));
  row("program", text_html(fmt::format("hybrid {}, commit {}", manifest.version, manifest.commit)));
  row("hash of config, inputs and code", code(manifest.hash));
  row("seed", std::to_string(manifest.seed));
  row("started, UTC", text_html(manifest.started));
  row("ended, UTC", text_html(manifest.ended));
  row("machine", text_html(manifest.machine));
  row("test inputs", with_thousands(static_cast<std::int64_t>(run.problem.n_test())));
  row("tuning inputs",
      run.problem.cross_fitted()
          ? "the test inputs in two halves; each is measured with what was chosen on the other"
          : with_thousands(static_cast<std::int64_t>(run.problem.n_tune())));
  row("classes", with_thousands(run.problem.classes));
  std::string html = "<section id=\"provenance\">\n<h2>Where the numbers come from</h2>\n" + to_html(table) +
                     inputs_table(manifest) +
                     costs_table(run, eval::costs_of(run.problem, main, run.profile, run.workload).mean);
  if (!manifest.warnings.empty()) {
    html += "<h3>Warnings of the run</h3>\n<ul>\n";
    for (std::size_t i = 0; i < manifest.warnings.size() && i < kMostWarnings; ++i)
      html += fmt::format("<li>{}</li>\n", text_html(manifest.warnings[i]));
    if (manifest.warnings.size() > kMostWarnings)
      html += fmt::format("<li>and {} more, in the run's manifest.json</li>\n",
                          manifest.warnings.size() - kMostWarnings);
    html += "</ul>\n";
  }
  return html + "</section>\n";
}

}  // namespace hybrid::page
