#include "reproduce/html_report.h"

#include <algorithm>

#include "core/text.h"
#include "report/html_text.h"
#include "reproduce/number_grid.h"
#include "reproduce/number_text.h"
#include "reproduce/paper_verdict.h"
#include "reproduce/report_style.h"
#include "reproduce/table_markdown.h"

namespace hybrid::reproduce {

namespace {

using report::html_escaped;
using report::html_with_code;
using report::svg_image;

constexpr std::string_view kContradicted = "contradicted";

std::string tile(std::size_t n, std::string_view what, std::string_view style = "") {
  return fmt::format("<li><b class=\"{}\">{}</b> {}</li>\n", style, n, what);
}

std::string summary_html(const ResultsFolder& results) {
  const StandingCounts counts = results.counts();
  std::string text = "<ul class=\"tiles\">\n" + tile(counts.total(), "numbers") +
                     tile(counts.within, "within tolerance ✓", "good") +
                     tile(counts.outside, "outside tolerance ✗", counts.outside > 0 ? "bad" : "") +
                     tile(counts.other_data, "on other data") + tile(counts.needs_data, "need data") +
                     tile(counts.ours_only, "ours only");
  if (!results.claims.empty())
    text += tile(results.claims.size(), "claims checked") +
            tile(results.claims_that(kContradicted), "claims contradicted", "bad");
  return text + "</ul>\n";
}

std::string verdict_html(const ResultsFolder& results) {
  std::string text;
  for (const auto& sentence : paper_verdict(results))
    text += fmt::format("<p class=\"verdict\">{}</p>\n", html_escaped(sentence));
  return text;
}

std::string contents_html(const ResultsFolder& results) {
  std::string text = "<nav aria-label=\"contents\"><ul>\n";
  for (const auto& [table, svg] : results.tables)
    text += fmt::format("<li><a href=\"#{}\">{}: {}</a> <span class=\"soft\">{}</span></li>\n",
                        html_escaped(table.name), html_escaped(heading_of(table)), html_escaped(table.title),
                        to_text(counts_of(table)));
  if (!results.claims.empty()) text += "<li><a href=\"#paper-check\">What the text claims</a></li>\n";
  if (!results.runs.empty()) text += "<li><a href=\"#runs\">Where the numbers come from</a></li>\n";
  return text + "</ul></nav>\n";
}

std::string cell_html(const ReproducedNumber* number, bool with_unit) {
  if (number == nullptr) return "<td></td>";
  const NumberText text = text_of(*number);
  const std::string unit = with_unit && !number->unit.empty() ? " " + html_escaped(number->unit) : "";
  std::string cell = number->standing == Standing::outside ? "<td class=\"outside\">" : "<td>";
  if (number->ours)
    cell += fmt::format("<span class=\"ours\">{}{}{}</span>", text.ours, unit,
                        text.mark.empty()
                            ? ""
                            : fmt::format(" <span class=\"{}\">{}</span>",
                                          number->standing == Standing::within ? "good" : "bad", text.mark));
  else
    cell += number->standing == Standing::needs_data ? "<span class=\"soft\">needs data</span>" : "–";
  if (!text.interval.empty()) cell += fmt::format("<span class=\"interval\">({})</span>", text.interval);
  if (!text.printed.empty())
    cell += fmt::format("<span class=\"paper\">paper {}{}</span>", html_escaped(text.printed), unit);
  return cell + "</td>";
}

std::string grid_html(const NumberGrid& grid) {
  std::string text = fmt::format("<div class=\"scroll\" tabindex=\"0\"><table>\n<thead><tr><th>{}</th>",
                                 html_escaped(grid.corner));
  for (const auto& column : grid.columns) text += fmt::format("<th>{}</th>", html_escaped(column));
  text += "</tr></thead>\n<tbody>\n";
  for (const auto& row : grid.rows) {
    text += fmt::format("<tr><th scope=\"row\">{}</th>", html_escaped(row.head));
    for (const auto* number : row.cells) text += cell_html(number, grid.units_in_cells);
    text += "</tr>\n";
  }
  return text + "</tbody></table></div>\n";
}

std::string part_html(const ReproducedPart& part, const std::string& column_unit) {
  std::string text = fmt::format("<h3>{}</h3>\n", html_with_code(part.title));
  std::string notes;
  if (!part.numbers.empty()) {
    const NumberGrid grid = grid_of(part, column_unit);
    text += grid_html(grid);
    if (const auto legend = legend_of(part.numbers); !legend.empty())
      text += fmt::format("<p class=\"soft\">{}</p>\n", legend);
    for (const auto& [where, note] : grid.notes)
      notes += fmt::format("<li>{}{}</li>\n", where.empty() ? "" : html_escaped(where) + ": ",
                           html_with_code(note));
  }
  for (const auto& note : part.notes) notes += fmt::format("<li>{}</li>\n", html_with_code(note));
  if (!notes.empty()) text += fmt::format("<ul class=\"notes\">\n{}</ul>\n", notes);
  if (!part.command.empty()) text += fmt::format("<pre><code>{}</code></pre>\n", html_escaped(part.command));
  return text;
}

std::string figure_html(const ResultTable& entry) {
  const report::Figure& figure = *entry.table.figure;
  if (entry.svg.empty())
    return fmt::format(
        "<p>The picture was not drawn; its data are in figures/{0}.csv. Install gnuplot-nox, then run "
        "<code>gnuplot {0}.gp</code> there.</p>\n",
        html_escaped(entry.table.name));
  return fmt::format(
      "<figure class=\"scroll\" tabindex=\"0\">\n{}\n</figure>\n",
      svg_image(entry.svg, fmt::format("{}: {} over {}", figure.title, figure.y_label, figure.x_label)));
}

std::string table_html(const ResultTable& entry) {
  const ReproducedTable& table = entry.table;
  std::string text = fmt::format("<section id=\"{}\">\n<h2>{}: {}</h2>\n", html_escaped(table.name),
                                 html_escaped(heading_of(table)), html_escaped(table.title));
  if (!table.verdict.empty())
    text += fmt::format("<p class=\"verdict\">{}</p>\n", html_with_code(table.verdict));
  text += fmt::format("<p class=\"soft\">{}.</p>\n", to_text(counts_of(table)));
  if (table.figure) text += figure_html(entry);
  for (const auto& part : table.parts) text += part_html(part, part.column_unit.value_or(table.column_unit));
  return text + "</section>\n";
}

std::string claim_html(const ResultClaim& claim) {
  const bool bad = claim.verdict == kContradicted;
  return fmt::format(
      "<div class=\"claim{}\">\n"
      "<p><b class=\"{}\">{}</b> <span class=\"soft\">{}</span></p>\n"
      "<p>{}</p>\n<p><code>{}</code></p>\n{}</div>\n",
      bad ? " contradicted" : "", bad ? "bad" : "good", html_escaped(claim.verdict),
      html_escaped(claim.place), html_with_code(claim.claim), html_escaped(claim.arithmetic),
      claim.remark.empty() ? "" : fmt::format("<p>{}</p>\n", html_with_code(claim.remark)));
}

/// Returns the claims, contradicted ones first.
std::string claims_html(const ResultsFolder& results) {
  if (results.claims.empty()) return "";
  std::string contradicted, others;
  for (const auto& claim : results.claims)
    (claim.verdict == kContradicted ? contradicted : others) += claim_html(claim);
  std::string text = fmt::format(
      "<section id=\"paper-check\">\n"
      "<h2>What the text claims</h2>\n"
      "<p>Every claim recomputed from the printed numbers: {} hold, {} hold with rounding, {} are "
      "contradicted.</p>\n",
      results.claims_that("holds"), results.claims_that("holds with rounding"),
      results.claims_that(kContradicted));
  if (!contradicted.empty()) text += "<h3>Contradicted</h3>\n" + contradicted;
  if (!others.empty()) text += "<h3>Hold, some of them with rounding</h3>\n" + others;
  return text + "</section>\n";
}

std::string runs_html(const std::vector<RunProvenance>& runs) {
  if (runs.empty()) return "";
  std::string text =
      "<section id=\"runs\">\n"
      "<h2>Where the numbers come from</h2>\n"
      "<p>The finished runs behind the tables. A run's hash is over its config, its inputs and the "
      "code.</p>\n"
      "<div class=\"scroll\" tabindex=\"0\"><table>\n"
      "<thead><tr><th>run</th><th>commit</th><th>hash</th><th>started</th><th>time</th><th>machine</th><th>command</th></tr></thead>\n<tbody>\n";
  for (const auto& run : runs)
    text += fmt::format(
        "<tr><th scope=\"row\">{}</th><td>{} ({})</td><td><code>{}</code></td><td>{}</td><td>{}</td><td "
        "class=\"text\">{}</td><td class=\"text\"><code>{}</code></td></tr>\n",
        html_escaped(run.name), html_escaped(run.commit), html_escaped(run.version),
        html_escaped(run.hash.substr(0, 8)), html_escaped(run.started), duration_text(run.seconds),
        html_escaped(run.machine), html_escaped(run.command));
  return text + "</tbody></table></div>\n</section>\n";
}

}  // namespace

std::string html_report(const ResultsFolder& results) {
  std::string text = fmt::format(
      "<!DOCTYPE html>\n"
      "<html lang=\"en\">\n"
      "<head>\n"
      "<meta charset=\"utf-8\">\n"
      // Nothing is loaded or run, even if some text were not escaped.
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
      "img-src data:; base-uri 'none'; form-action 'none'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<title>The paper, table by table and figure by figure</title>\n<style>{}</style>\n</head>\n<body>\n"
      "<h1>The paper, table by table and figure by figure</h1>\n"
      "{}"
      "<p>What Kag et al. (2022) print, with our numbers beside it. In every cell ours comes first, then "
      "its 95 % interval, then the paper's.</p>\n",
      kReportStyle, verdict_html(results));
  text += summary_html(results) + contents_html(results);
  for (const auto& entry : results.tables) text += table_html(entry);
  return text + claims_html(results) + runs_html(results.runs) + "</body>\n</html>\n";
}

}  // namespace hybrid::reproduce
