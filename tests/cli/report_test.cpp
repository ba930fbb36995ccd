// hybrid report: a finished run or the results folder as one page.

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "reproduce/html_report.h"
#include "reproduce/results_index.h"
#include "support/finished_run.h"
#include "support/results_folder.h"
#include "support/workplace.h"

namespace hybrid::test {
namespace {

using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

TEST_CASE("the report is made from what reproduce left, and its summary is printed", "[cli]") {
  const Workplace here;
  TemporaryFolder results;
  write_results(results);
  const Outcome outcome = here.run("hybrid", {"report", "--tables", results.path().string(), "--html",
                                              "report.html", "--index", "index.md"});
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  REQUIRE_THAT(outcome.out, StartsWith("5 numbers: 1 within tolerance") && Contains("1 contradicted"));
  REQUIRE(read_file(here / "report.html") == reproduce::html_report(reproduce::read_results(results.path())));
  REQUIRE(read_file(here / "index.md") == reproduce::results_index(reproduce::read_results(results.path())));
}

TEST_CASE("a report of nothing, to nowhere or from a broken table is refused", "[cli]") {
  const Workplace here;
  require_refusal(here.run("hybrid", {"report", "--html", "a.html"}), 4, "results: has no tables");
  require_refusal(here.run("hybrid", {"report"}), 4, "results: no finished run");
  require_refusal(here.run("hybrid", {"report", "run", "--html", "a.html"}), 2, "leave out run");
  require_refusal(here.run("hybrid", {"report", "run", "--tables", "results"}), 2, "leave out --tables");
  here.file("results/tables/table1.json", "{");
  require_refusal(here.run("hybrid", {"report", "--html", "a.html"}), 4, "table1.json: is not a table");
  REQUIRE_FALSE(std::filesystem::exists(here / "a.html"));
  write_results(here);
  std::filesystem::remove(here / "results/tables/table1.json");
  require_refusal(here.run("hybrid", {"report", "--tables", ".", "--html", "/proc/a.html"}), 4,
                  "/proc/a.html");
}

/// Evaluates the pair into `run` and reports it.
std::string page_of(const Workplace& here, const std::vector<std::string>& more = {}) {
  const Outcome made = here.evaluate(more);
  INFO(made.err);
  REQUIRE(made.exit_code == 0);
  const Outcome outcome = here.run("hybrid", {"report", "run"});
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  REQUIRE_THAT(outcome.out, StartsWith("run.html: "));
  return read_file(here / "run.html");
}

TEST_CASE("a run becomes a page named after it, the same every time", "[cli]") {
  const Workplace here;
  const std::string page = page_of(here);
  REQUIRE_THAT(page, Contains("On 100 test inputs") && Contains("<summary>helped") &&
                         Contains("class 2</th>") && Contains("cost profile <bdi>paper-table3</bdi>"));
  REQUIRE(here.run("hybrid", {"report", "run/", "--out", "again.html"}).exit_code == 0);
  REQUIRE(here.run("hybrid", {"report", "run", "--out", "third.html"}).exit_code == 0);
  REQUIRE(read_file(here / "third.html") == page);
  // The run itself is as it was.
  REQUIRE_FALSE(std::filesystem::exists(here / "run/run.html"));
}

TEST_CASE("the newest run is reported by default", "[cli]") {
  const Workplace here;
  REQUIRE(here.evaluate({"--out", "results/mine"}).exit_code == 0);
  const Outcome outcome = here.run("hybrid", {"report"});
  REQUIRE(outcome.exit_code == 0);
  REQUIRE_THAT(outcome.err, Contains("run: results/mine"));
  REQUIRE_THAT(outcome.out, StartsWith("mine.html: "));
}

TEST_CASE("the page and audit count the same decisions", "[cli]") {
  const Workplace here;
  const std::string page = page_of(here);
  const Outcome audit = here.run("hybrid", {"audit", "--run", "run", "--out", "decisions.csv"});
  REQUIRE(audit.exit_code == 0);
  const std::string decisions = read_file(here / "decisions.csv");
  for (const auto& [verdict, place] :
       {std::pair("kept_right", "0"), std::pair("kept_wrong_both", "1"), std::pair("missed_help", "2"),
        std::pair("sent_helped", "3"), std::pair("useless_send", "4"), std::pair("harmful_send", "5")}) {
    std::size_t count = 0;
    for (auto at = decisions.find(verdict); at != std::string::npos; at = decisions.find(verdict, at + 1))
      ++count;
    CAPTURE(verdict);
    REQUIRE_THAT(page, Contains(fmt::format("<span data-decision=\"{}\">{}</span>", place, count)));
  }
}

TEST_CASE("the page chooses thresholds as its run did, and so do the commands", "[cli][confidence]") {
  for (const auto& [chosen, words] : std::vector<std::pair<std::vector<std::string>, std::string>>{
           {{"--confidence", "95%"}, " --confidence 95%"},
           {{"--recalibrate", "unlabeled"}, " --recalibrate unlabeled"},
           {{"--confidence", "95%", "--recalibrate", "unlabeled"},
            " --confidence 95% --recalibrate unlabeled"}}) {
    CAPTURE(words);
    const Workplace here;
    const bool recalibrated = chosen.back() == "unlabeled";
    std::vector<std::string> settings = chosen;
    settings.insert(settings.end(), {"--methods", "on_device,on_cloud,random,max_prob,auto,oracle"});
    const Outcome made = here.evaluate(settings);
    INFO(made.err);
    REQUIRE(made.exit_code == 0);
    REQUIRE_THAT(made.err, Contains("hybrid tune --run run --sent 20%" + words + "\n"));
    // Recalibrated, tune gives the export with its threshold.
    REQUIRE((made.err.find("hybrid export-router --run run --sent 20%" + words) == std::string::npos) ==
            recalibrated);
    REQUIRE((made.err.find("export-router") == std::string::npos) == recalibrated);
    const Outcome reported = here.run("hybrid", {"report", "run"});
    REQUIRE(reported.exit_code == 0);
    REQUIRE_THAT(reported.err, !Contains("audited"));
    std::vector<std::string> asked{"tune", "--run", "run", "--method", "auto", "--coverage", "0.8", "--json"};
    asked.insert(asked.end(), chosen.begin(), chosen.end());
    const Outcome tuned = here.run("hybrid", asked);
    INFO(tuned.err);
    REQUIRE(tuned.exit_code == 0);
    const auto point = nlohmann::json::parse(tuned.out).at("points").at(0);
    const std::string page = read_file(here / "run.html");
    REQUIRE_THAT(page, Contains("hybrid tune --run run" + words + " --method ") &&
                           Contains(fmt::format("<span data-slot=\"sent\">{:.1f}</span>",
                                                100 * (1 - point.at("coverage").get<double>()))) &&
                           Contains(fmt::format("<span data-slot=\"accuracy\">{:.1f}</span>",
                                                100 * point.at("accuracy").get<double>())));
    const std::string exported =
        "hybrid export-router --run run" + (recalibrated ? "" : words) + " --method ";
    REQUIRE_THAT(page, Contains(exported));
    if (recalibrated) REQUIRE_THAT(page, Contains(" --threshold <span data-slot=\"threshold\">"));
    if (chosen.front() == "--confidence")
      REQUIRE_THAT(page, Contains("of new inputs are sent holds with 95 % confidence, certified on "));
    REQUIRE_THAT(page, !Contains("hybrid audit --run"));  // which would count others
    REQUIRE_THAT(here.run("hybrid", {"audit", "--run", "run"}).err,
                 Contains("audited is the point estimate"));
  }
}

TEST_CASE("a page without its predictions says so, and one of halves has a point", "[cli]") {
  const Workplace here;
  REQUIRE(here.evaluate().exit_code == 0);
  std::filesystem::rename(here / "base.npz", here / "moved.npz");
  const Outcome outcome = here.run("hybrid", {"report", "run"});
  REQUIRE(outcome.exit_code == 0);
  REQUIRE_THAT(outcome.err, Contains("warning: no examples and classes on the page") &&
                                Contains("`hybrid audit` says which"));
  REQUIRE_THAT(read_file(here / "run.html"),
               Contains("The examples cannot be named") && !Contains("id=\"classes\""));
  std::filesystem::rename(here / "moved.npz", here / "base.npz");
  std::filesystem::remove_all(here / "run");
  REQUIRE_THAT(page_of(here, {"--cross-fit"}), Contains("the test inputs in two halves"));
}

TEST_CASE("runs that are damaged, unfinished or of another kind are refused, with what to do", "[cli]") {
  const Workplace here;
  REQUIRE(here.evaluate().exit_code == 0);
  require_refusal(here.run("hybrid", {"report", "nothing"}), 4, "nothing: there is no such run");
  here.file("empty/a.txt", "");
  require_refusal(here.run("hybrid", {"report", "empty"}), 4, "is not a finished run");
  here.file("half.partial/.lock", "");
  require_refusal(here.run("hybrid", {"report", "half"}), 4, "is not finished; give its command again");
  here.file("run/table.md", "improved");
  require_refusal(here.run("hybrid", {"report", "run"}), 4, "was changed after the run was finished");
  std::filesystem::remove(here / "run/predictions/outcomes-tune.npz");
  require_refusal(here.run("hybrid", {"report", "run"}), 4, "the run again");
  REQUIRE_FALSE(std::filesystem::exists(here / "run.html"));
  write_finished_run(here / "other", {{"table.md", "a"}});
  require_refusal(here.run("hybrid", {"report", "other"}), 4, "hybrid evaluate");
}

TEST_CASE("the smallest runs have a page", "[cli]") {
  const Workplace here;
  here.file("b.csv", "label,z0,z1\n0,1,2\n1,1,2\n");
  here.file("c.csv", "label,z0,z1\n0,2,1\n1,1,2\n");
  REQUIRE(here.run("hybrid",
                   {"evaluate", "--base", "b.csv", "--cloud", "c.csv", "--tune-base", "b.csv", "--tune-cloud",
                    "c.csv", "--methods", "max_prob", "--bootstrap", "100", "--out", "run"})
              .exit_code == 0);
  REQUIRE(here.run("hybrid", {"report", "run"}).exit_code == 0);
  REQUIRE_THAT(read_file(here / "run.html"), Contains("On 2 test inputs"));
}

}  // namespace
}  // namespace hybrid::test
