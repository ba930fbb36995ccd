// hybrid compare --matrix: methods over data sets and seeds.

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "support/workplace.h"

namespace hybrid::test {
namespace {

using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using Json = nlohmann::ordered_json;

/// Runs on two simulated data sets, `a` and `b`, and another split of `a`.
struct SimulatedRuns : Workplace {
  SimulatedRuns() {
    for (const auto& [name, seed] : {std::pair("a", "1"), std::pair("b", "2")}) {
      REQUIRE(run("hybrid", {"simulate", "--family", "specialist", "--n", "400", "--tune-n", "50", "--seed",
                             seed, "--out", std::string("pair-") + name})
                  .exit_code == 0);
      evaluate_pair(name, name, {});
    }
    evaluate_pair("a", "a2", {"--seed", "2"});
  }
  void evaluate_pair(const std::string& pair, const std::string& out, std::vector<std::string> more) const {
    std::vector<std::string> arguments{"evaluate",    "-q",
                                       "--base",      "pair-" + pair + "/base.npz",
                                       "--cloud",     "pair-" + pair + "/cloud.npz",
                                       "--methods",   "max_prob,entropy,margin",
                                       "--bootstrap", "100",
                                       "--out",       out};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Outcome outcome = run("hybrid", arguments);
    INFO(outcome.err);
    REQUIRE(outcome.exit_code == 0);
  }
  Outcome matrix(const std::vector<std::string>& more) const {
    std::vector<std::string> arguments{"compare", "--matrix"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run("hybrid", arguments);
  }
};

TEST_CASE("methods are compared over data sets, in every format", "[cli]") {
  const SimulatedRuns here;
  const Outcome outcome = here.matrix({"a", "b", "a2", "--out", "m.json", "--latex", "m.tex"});
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  REQUIRE_THAT(outcome.out, StartsWith("2 methods on 2 data sets: accuracy minus that of max_prob"));
  REQUIRE_THAT(outcome.out,
               Contains("a: a, a2 are taken as splits of one data set") && Contains("average rank"));
  const Json json = Json::parse(read_file(here / "m.json"));
  REQUIRE((json["data_sets"][0]["differ_by"] == "split" && json["methods"].size() == 2));
  REQUIRE_THAT(read_file(here / "m.tex"), Contains("\\begin{tabular}") && Contains("max\\_prob"));
  REQUIRE(here.matrix({"a", "b", "a2", "--json"}).out == read_file(here / "m.json"));
  REQUIRE(here.matrix({"first=a", "second=b", "--out", "m.csv"}).exit_code == 0);
  REQUIRE_THAT(read_file(here / "m.csv"), StartsWith("method,against,data_set,") && Contains(",first,"));
  REQUIRE(here.matrix({"a", "b", "--against", "margin", "--out", "m.md"}).exit_code == 0);
  REQUIRE_THAT(read_file(here / "m.md"), StartsWith("# ") && Contains("minus that of margin"));
}

TEST_CASE("runs that differ only in what they write are splits of one data set", "[cli]") {
  const SimulatedRuns here;
  const Outcome made = here.run("hybrid", {"evaluate",    "-q",
                                           "--base",      "pair-a/base.npz",
                                           "--cloud",     "pair-a/cloud.npz",
                                           "--methods",   "max_prob,entropy,margin",
                                           "--seed",      "3",
                                           "--bootstrap", "200",
                                           "--latex",     "--pictures",
                                           "svg",         "--battery",
                                           "225mAh@3V",   "--rate",
                                           "60/h",        "--out",
                                           "a3"});
  INFO(made.err);
  REQUIRE(made.exit_code == 0);
  const Outcome outcome = here.matrix({"a", "b", "a3"});
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  REQUIRE_THAT(outcome.out, Contains("a: a, a3 are taken as splits of one data set"));
}

TEST_CASE("what is no matrix is refused with what to do", "[cli]") {
  const SimulatedRuns here;
  require_refusal(here.matrix({}), 2, "give at least two finished runs");
  require_refusal(here.matrix({"a"}), 2, "give at least two finished runs");
  require_refusal(here.matrix({"a", "a"}), 2, "a");
  require_refusal(here.matrix({"a", "./a"}), 2, "is the same run as");
  require_refusal(here.matrix({"a", "nowhere"}), 4, "nowhere: there is no such run");
  require_refusal(here.matrix({"=a", "b"}), 2, "named runs");
  require_refusal(here.matrix({"x=a", "x=b"}), 2, "both named x");
  require_refusal(here.matrix({"a", "b", "--methods", "max_prop"}), 2, "did you mean 'max_prob'?");
  require_refusal(here.matrix({"a", "b", "--methods", "margin=entropy"}), 2, "--against");
  require_refusal(here.matrix({"a", "b", "--against", "auto"}), 2, "auto");
  require_refusal(here.run("hybrid", {"compare", "a", "a", "--against", "max_prob"}), 2, "without --matrix");
  here.evaluate_pair("b", "other", {"--coverage", "0.5", "--seed", "3"});
  require_refusal(here.matrix({"b", "other"}), 4, "another config");
}

}  // namespace
}  // namespace hybrid::test
