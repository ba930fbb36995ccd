#include "reproduce/html_report.h"

#include <catch2/catch.hpp>
#include <cctype>

#include "reproduce/table_json.h"
#include "support/results_folder.h"

namespace hybrid::reproduce {
namespace {

using Catch::Matchers::Contains;

std::string report() {
  const test::TemporaryFolder folder;
  test::write_results(folder);
  return html_report(read_results(folder.path()));
}

/// Every element that is opened is closed, in order; `void` elements have nothing in them.
bool is_balanced(const std::string& html) {
  std::vector<std::string> open;
  for (auto at = html.find('<'); at != std::string::npos; at = html.find('<', at + 1)) {
    const auto end = html.find('>', at);
    if (end == std::string::npos) return false;
    const bool closing = html[at + 1] == '/';
    std::string name;
    for (auto i = at + 1 + (closing ? 1U : 0U); std::isalnum(static_cast<unsigned char>(html[i])) != 0; ++i)
      name += html[i];
    if (html[at + 1] == '!' || name == "meta" || name == "img" || html[end - 1] == '/') continue;
    if (!closing) {
      open.push_back(name);
    } else if (open.empty() || open.back() != name) {
      return false;
    } else {
      open.pop_back();
    }
  }
  return open.empty();
}

TEST_CASE("the report shows every number beside the printed one", "[reproduce]") {
  const std::string html = report();
  REQUIRE_THAT(html, Contains("<span class=\"ours\">62.8 <span class=\"good\">✓</span></span><span "
                              "class=\"paper\">paper 62.8</span>"));
  REQUIRE_THAT(html, Contains("<td class=\"outside\"><span class=\"ours\">50.0 <span "
                              "class=\"bad\">✗</span></span><span class=\"paper\">paper 51.1</span>"));
  REQUIRE_THAT(html,
               Contains("<span class=\"ours\">72.5</span><span class=\"interval\">(71.7–73.5)</span><span "
                        "class=\"paper\">paper ~57.0</span>"));
  REQUIRE_THAT(html, Contains("<span class=\"ours\">75.3</span></td>"));
  REQUIRE_THAT(html, Contains("needs data</span><span class=\"paper\">paper 79.9</span>"));
}

TEST_CASE("the report has verdicts, claims, the runs and contents that lead to them", "[reproduce]") {
  const std::string html = report();
  REQUIRE_THAT(html, Contains("The shape holds &amp; the &lt;value&gt; does not."));
  REQUIRE_THAT(html, Contains("<div class=\"claim contradicted\">") && Contains("of &lt;energy&gt;") &&
                         Contains("a &lt; b"));
  REQUIRE_THAT(html, Contains("hybrid evaluate --base &#39;a &amp; b&#39;") && Contains("684f5ab") &&
                         Contains("01234567<"));
  for (const std::string place : {"table3", "figure2", "paper-check", "runs"})
    REQUIRE_THAT(html, Contains("href=\"#" + place + "\"") && Contains("<section id=\"" + place + "\">"));
}

TEST_CASE("the report is one page that needs nothing else", "[reproduce]") {
  const std::string html = report();
  REQUIRE(is_balanced(html));
  REQUIRE_THAT(html, Contains("<meta name=\"viewport\"") && Contains("alt=\"accuracy of &quot;mine&quot;") &&
                         Contains("src=\"data:image/svg+xml;base64,"));
  for (const char* word : {"<script", "<link", "<svg", "src=\"http", "href=\"http", "@import", "url(http",
                           "<?xml", "<value>", "<twice>"})
    REQUIRE_THAT(html, !Contains(word));
}

TEST_CASE("nothing in the files of a report runs in it", "[reproduce]") {
  const test::TemporaryFolder folder;
  test::write_results(folder);
  folder.file("figures/figure2.svg", "<svg onload=\"evil()\"><script>evil()</script></svg>");
  ReproducedTable table = test::tiny_table();
  const std::string evil = "\"'><script>evil()</script><img src=x onerror=evil()>";
  table.name = table.title = table.column_unit = table.verdict = evil;
  for (auto& part : table.parts) {
    part.title = part.command = evil;
    part.notes = {evil};
    for (auto& number : part.numbers) {
      number.row += evil;
      number.column += evil;
      number.unit = number.note = evil;
      if (number.printed) number.printed->text = number.printed->unit = evil;
    }
  }
  folder.file("tables/table3.json", table_json(table));
  const std::string html = html_report(read_results(folder.path()));
  for (const char* word : {"<script", "<svg", "<img src", "evil()\""}) REQUIRE_THAT(html, !Contains(word));
  REQUIRE_THAT(html, Contains("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "));
  REQUIRE(html.find("Content-Security-Policy") < html.find("<style>"));
}

TEST_CASE("a picture that is cut short is not shown", "[reproduce]") {
  const test::TemporaryFolder folder;
  test::write_results(folder);
  folder.file("figures/figure2.svg", "<?xml?><svg width=\"8\"><g id=\"can");
  REQUIRE_THAT(html_report(read_results(folder.path())), Contains("The picture was not drawn"));
}

TEST_CASE("a picture that was not drawn is said to be missing", "[reproduce]") {
  const test::TemporaryFolder folder;
  test::write_results(folder);
  std::filesystem::remove(folder / "figures/figure2.svg");
  REQUIRE_THAT(html_report(read_results(folder.path())),
               Contains("gnuplot-nox") && Contains("figures/figure2.csv"));
}

}  // namespace
}  // namespace hybrid::reproduce
