#include <fmt/format.h>

#include <array>

#include "core/text.h"
#include "page/html_table.h"
#include "page/sections.h"
#include "page/words.h"
#include "report/text_table.h"

namespace hybrid::page {

namespace {

constexpr std::size_t kMostIds = 50;

struct Kind {
  audit::Verdict verdict;
  std::string_view name, words;
};

/// In the order of the page: what sending did, then what keeping did.
constexpr std::array<Kind, 6> kKinds{
    {{audit::Verdict::sent_helped, "helped", "sent; the device was wrong, the cloud right"},
     {audit::Verdict::harmful_send, "spoiled", "sent; the device was right, the cloud wrong"},
     {audit::Verdict::useless_send, "wasted", "sent; both were right or both wrong"},
     {audit::Verdict::kept_right, "kept rightly", "kept; the device was right"},
     {audit::Verdict::missed_help, "kept wrongly", "kept; the device was wrong, the cloud right"},
     {audit::Verdict::kept_wrong_both, "kept, no matter", "kept; both were wrong"}}};

std::string ids_html(const RunPage& run, std::span<const audit::Decision> decisions, const Kind& kind) {
  std::string items;
  std::size_t count = 0;
  for (std::size_t i = 0; i < decisions.size(); ++i)
    if (decisions[i].verdict == kind.verdict && ++count <= kMostIds)
      items += fmt::format("<li>{}</li>", name_html(run.examples->ids[i]));
  if (count == 0) return "";
  const std::string which = count > kMostIds ? fmt::format("the first {} of ", kMostIds) : "";
  return fmt::format("<details><summary>{}: {}{}</summary><ul class=\"ids\">{}</ul></details>\n", kind.name,
                     which, with_thousands(static_cast<std::int64_t>(count)), items);
}

}  // namespace

std::string decisions_section(const RunPage& run, const Grid& grid) {
  const auto& counts = grid.main_point().verdicts;
  if (!counts) return "";
  HtmlTable table{
      .caption = fmt::format("Of {} test inputs, with {} and {} % sent",
                             with_thousands(static_cast<std::int64_t>(counts->total())),
                             slot("label", grid.main().label),
                             slot("sent", report::per_cent(1 - grid.main_point().tuned.point.coverage))),
      .header = {"decision", "inputs", "what happened"},
      .rows = {},
      .attributes = " id=\"decisions\""};
  for (const auto& kind : kKinds)
    table.rows.push_back({std::string(kind.name),
                          fmt::format("<span data-decision=\"{}\">{}</span>",
                                      static_cast<std::size_t>(kind.verdict), (*counts)[kind.verdict]),
                          std::string(kind.words)});
  std::string html = "<section id=\"what-happened\">\n<h2>What the decisions did</h2>\n" + to_html(table);
  if (!run.examples)
    return html +
           "<p class=\"soft\">The examples cannot be named: the predictions that the run was made from are gone or "
           "have changed.</p>\n</section>\n";
  const std::vector<audit::Decision> decisions = default_decisions(run, grid, run.examples->right);
  html += fmt::format("<h3>Examples, with {} and {} % sent</h3>\n", text_html(grid.main().label),
                      report::per_cent(1 - grid.main_point().tuned.point.coverage));
  for (const auto& kind : kKinds) html += ids_html(run, decisions, kind);
  if (run.commands.audit.empty()) return html + "</section>\n";
  return html + fmt::format("<p class=\"soft\">All of them, with scores: <code>{}</code></p>\n</section>\n",
                            text_html(run.commands.audit));
}

}  // namespace hybrid::page
