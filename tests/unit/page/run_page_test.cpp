#include "page/run_page.h"

#include <catch2/catch.hpp>
#include <cctype>
#include <regex>

#include "page/assets.h"
#include "tiny_page.h"

namespace hybrid::page {
namespace {

using Catch::Matchers::Contains;

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

/// The page without its script, style and data, whose "<" are no elements.
std::string markup_of(std::string html) {
  for (const char* element : {"script", "style"})
    for (auto at = html.find(std::string("<") + element); at != std::string::npos;
         at = html.find(std::string("<") + element, at + 1)) {
      const auto open = html.find('>', at) + 1;
      html.erase(open, html.find(std::string("</") + element, open) - open);
    }
  return html;
}

TEST_CASE("the page begins with the result and needs nothing else", "[page]") {
  const std::string html = html_of(test::tiny_page());
  const std::string markup = markup_of(html);
  REQUIRE_THAT(markup, Contains("<p class=\"headline\">With <b><span data-slot=\"sent\">") &&
                           Contains("classified correctly") && Contains("(60.0 %)") && Contains("(90.0 %)"));
  for (const char* word : {"http:", "https:", "<link", "<img", "@import", "url("})
    REQUIRE_THAT(markup, !Contains(word));
  for (const char* word : {"fetch(", "XMLHttpRequest", "import(", "eval(", "innerHTML", "document.write"})
    REQUIRE_THAT(std::string(kScript), !Contains(word));
  REQUIRE(count_of(html, "<script") == 2);
  REQUIRE_THAT(markup, !Contains("style=") && !Contains("onclick"));  // nothing that the policy would refuse
  REQUIRE_THAT(html, Contains("default-src 'none'; script-src 'sha256-") && Contains("style-src 'sha256-") &&
                         !Contains("unsafe-inline"));
  REQUIRE(html.find("Content-Security-Policy") < html.find("<style>"));
}

TEST_CASE("every slot of the page has its texts, and every text its slot or cell", "[page]") {
  const std::string html = html_of(test::tiny_page());
  for (const char* name : {"asked", "coverage", "sent", "accuracy", "interval", "against_device",
                           "against_cloud", "rule", "code", "latency", "energy", "label", "method"})
    REQUIRE_THAT(html, Contains(std::string("data-slot=\"") + name + "\""));
}

TEST_CASE("decisions are counted and named", "[page]") {
  RunPage run = test::tiny_page();
  std::erase_if(run.problem.methods, [](const auto& method) { return method.measure == "router"; });
  const std::string html = html_of(run);
  // At 20 % entropy sends what is above 0.4, which are i and j.
  REQUIRE_THAT(html,
               Contains("<summary>helped: 2</summary><ul class=\"ids\"><li><bdi>i</bdi></li><li><bdi>j"));
  REQUIRE_THAT(html, Contains("<summary>kept wrongly: 2</summary><ul class=\"ids\"><li><bdi>g</bdi></li>"));
  REQUIRE_THAT(html, Contains("<summary>kept rightly: 6</summary>"));
  REQUIRE_THAT(html, !Contains("<summary>spoiled") && Contains("hybrid audit --run run"));
  REQUIRE_THAT(html,
               Contains("<tr><th scope=\"row\"><bdi>cat</bdi></th><td>6</td><td>100.0</td><td>100.0</td>"
                        "<td>83.3</td><td>0.0</td><td>0</td><td>0</td></tr>"));
  REQUIRE_THAT(html, Contains("<tr><th scope=\"row\"><bdi>dog</bdi></th><td>4</td><td>0.0</td><td>50.0</td>"
                              "<td>100.0</td><td>50.0</td><td>2</td><td>0</td></tr>"));
}

TEST_CASE("without the predictions the page says so and counts still", "[page]") {
  RunPage run = test::tiny_page();
  run.examples.reset();
  const std::string html = html_of(run);
  REQUIRE_THAT(html, Contains("cannot be named: the predictions that") && Contains("id=\"decisions\"") &&
                         !Contains("id=\"classes\""));
  run.problem.accuracy.weighted = true;  // who is right is then not known
  REQUIRE_THAT(html_of(run), !Contains("id=\"decisions\""));
}

TEST_CASE("many classes are summed up, many examples cut", "[page]") {
  RunPage run = test::tiny_page();
  const std::size_t n = 10'000;
  eval::RoutingProblem& problem = run.problem;
  problem.classes = 10'000;
  problem.variants.front().test = {std::vector<double>(n, 1), std::vector<double>(n, 1)};
  for (auto& method : problem.methods)
    if (method.kind == eval::MethodKind::scored) method.test.assign(n, 0);
  Examples& examples = *run.examples;
  examples.right = problem.variants.front().test;
  examples.ids.clear();
  examples.labels.clear();
  for (std::size_t i = 0; i < n; ++i) {
    examples.ids.push_back("id" + std::to_string(i));
    examples.labels.push_back(static_cast<std::int32_t>(i % 9000));
  }
  const std::string html = html_of(run);
  REQUIRE_THAT(html, Contains("the 50 most frequent of 9,000 classes") && Contains("8,950 others") &&
                         Contains("<bdi>cat</bdi>") && Contains(">class 2<") && !Contains(">class 50<"));
  REQUIRE_THAT(html, Contains("the first 50 of 10,000") && Contains("<bdi>id49</bdi>") && !Contains("id50<"));
  REQUIRE(html.size() < 200'000);
}

TEST_CASE("nothing of the run's names is obeyed by the page", "[page]") {
  RunPage run = test::tiny_page();
  const std::string evil = "\"'></script><script>evil()</script><img src=x onerror=evil()>\u202e";
  run.name = run.profile.name = run.profile.description = run.commands.audit = evil;
  run.profile.lumps.latency_ms.source = run.manifest.command_line = run.manifest.machine = evil;
  run.manifest.inputs.front().role = run.manifest.inputs.front().path = evil;
  run.manifest.warnings = {evil};
  run.commands.tune = run.commands.before_coverage = evil;
  run.problem.methods.at(3).measure = evil;
  for (auto& id : run.examples->ids) id += evil;
  run.examples->class_names = {evil, evil};
  const std::string html = html_of(run);
  REQUIRE(count_of(html, "<script") == 2);
  REQUIRE(count_of(html, "</script>") == 2);
  REQUIRE_THAT(html, !Contains("<img"));
}

TEST_CASE("the page tells where its numbers come from, without the folders of its maker", "[page]") {
  const std::string html = html_of(test::tiny_page());
  REQUIRE_THAT(html, Contains("684f5ab") && Contains("<bdi>base.npz</bdi>") &&
                         Contains(std::string(64, 'b')) && Contains("paper, Table 3") &&
                         Contains("two lumps") && !Contains("secret"));
}

TEST_CASE("battery life begins with the battery of the run", "[page]") {
  RunPage run = test::tiny_page();
  REQUIRE_THAT(html_of(run), Contains("id=\"mah\" min=\"0\" step=\"any\" value=\"225\"") &&
                                 Contains("id=\"rate\" min=\"0\" step=\"any\" value=\"60\"") &&
                                 Contains("id=\"sleep\" min=\"0\" step=\"any\" value=\"2\""));
  run.profile.sleep_power_mw.value = 0.01;
  REQUIRE_THAT(html_of(run), Contains("id=\"sleep\" min=\"0\" step=\"any\" value=\"10\""));
  run.battery = cost::Battery{.energy_mj = 1.08e7, .inputs_per_day = 24, .sleep_mw = 0.5};
  REQUIRE_THAT(html_of(run),
               Contains("value=\"1000\"") && Contains("value=\"1\"") && Contains("value=\"500\""));
  run.profile.lumps.energy_mj = {};
  run.profile.kind = cost::ProfileKind::parts;  // whose energy nobody knows here
  REQUIRE_THAT(html_of(run), !Contains("id=\"battery\"") && !Contains("mJ of the device") &&
                                 !Contains("the battery lasts") && !Contains("battery, days"));
}

TEST_CASE("a run with a battery tells its days in the headline and in the tables", "[page]") {
  RunPage run = test::tiny_page();
  REQUIRE_THAT(html_of(run), !Contains("the battery lasts") && !Contains("battery, days"));
  run.battery = cost::Battery{.energy_mj = 2.43e6, .inputs_per_day = 1440, .sleep_mw = 0};
  const std::string html = html_of(run);
  REQUIRE_THAT(html, Contains("on average, and <span data-slot=\"life\">the battery lasts ") &&
                         Contains("the run's battery: 2430 J (0.675 Wh), 1440 inputs a day, sleeping not"));
  REQUIRE(count_of(html, "<th scope=\"col\">battery, days</th>") == 2);
  REQUIRE(count_of(html, "data-value=\"days\"") == 2);  // router and entropy
}

TEST_CASE("own scores are in the table, in the list of methods and among the first curves", "[page]") {
  RunPage run = test::tiny_page();
  eval::Method own = run.problem.methods.at(3);
  own.measure = "own_mix";
  run.problem.methods.push_back(own);
  const std::string html = html_of(run);
  REQUIRE_THAT(html,
               Contains("<option value=\"2\">own score (own_mix)</option>") &&
                   Contains("<tr><th scope=\"row\">own score (own_mix)</th><td><span data-method=\"2\"") &&
                   Contains("<input type=\"checkbox\" value=\"2\" checked> ") &&
                   Contains("The main methods, asked to send "));
  REQUIRE_THAT(html, !Contains("<input type=\"checkbox\" value=\"1\" checked>"));  // entropy
}

TEST_CASE("the same run gives the same bytes", "[page]") {
  REQUIRE(html_of(test::tiny_page()) == html_of(test::tiny_page()));
}

TEST_CASE("tables and pictures can be read by machines that read aloud", "[page]") {
  const std::string markup = markup_of(html_of(test::tiny_page()));
  REQUIRE(count_of(markup, "<table") == count_of(markup, "<caption>"));
  REQUIRE(count_of(markup, "<th>") == 0);
  REQUIRE_THAT(markup,
               Contains("<svg id=\"curve\" role=\"img\" aria-labelledby=\"curve-title curve-desc\"") &&
                   Contains("<title id=\"curve-title\">") && Contains("<desc id=\"curve-desc\">") &&
                   Contains("<label for=\"share\">") && Contains("<html lang=\"en\">"));
}

}  // namespace
}  // namespace hybrid::page
