// hybrid compare: finished runs on the same test examples.

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "support/tiny_problem.h"
#include "support/workplace.h"
#include "unit/report/finished_runs.h"

namespace hybrid::test {
namespace {

using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using Json = nlohmann::ordered_json;

/// `a` as usual; `b` with the models' parts swapped.
struct TwoRuns : Workplace {
  TwoRuns() {
    REQUIRE(evaluate({"--out", "a"}).exit_code == 0);
    REQUIRE(swapped({}).exit_code == 0);
  }
  Outcome swapped(const std::vector<std::string>& more) const {
    std::vector<std::string> arguments{"evaluate",
                                       "--base",
                                       "cloud.npz",
                                       "--cloud",
                                       "base.npz",
                                       "--methods",
                                       "on_device,max_prob,entropy",
                                       "--bootstrap",
                                       "100"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    if (more.empty()) arguments.insert(arguments.end(), {"--out", "b"});
    return run("hybrid", arguments);
  }
  Outcome compare(const std::vector<std::string>& more) const {
    std::vector<std::string> arguments{"compare"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run("hybrid", arguments);
  }
};

TEST_CASE("runs are compared method by method, and it is said what else differs", "[cli]") {
  const TwoRuns here;
  const Outcome outcome = here.compare({"a", "b", "--out", "differences.json"});
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  REQUIRE_THAT(outcome.out, StartsWith("b (other) minus a (first), on the same 100 test examples\n"));
  REQUIRE_THAT(outcome.out, Contains("\nmax_prob") && Contains("\non_device") && !Contains("oracle"));
  REQUIRE_THAT(outcome.out, Contains("note: prices differ") && !Contains("tuning parts differ"));
  const Json json = Json::parse(read_file(here / "differences.json"));
  REQUIRE((json["against"] == "a" && json["runs"].size() == 1 && json["n_test"] == 100));
  for (const auto& d : json["runs"][0]["differences"])
    if (d["method"] == "on_device") {
      REQUIRE((d["target_coverage"] == 1.0 && d["delta"].get<double>() > 0 && d["ci_low"].get<double>() > 0));
      REQUIRE(d["delta"].get<double>() ==
              Approx((d["better"].get<double>() - d["worse"].get<double>()) / 100));
    }
  const Outcome as_json = here.compare({"a", "b", "--json"});
  REQUIRE(as_json.out == read_file(here / "differences.json"));
}

TEST_CASE("methods, their pairs and coverages are chosen; several runs are all compared with the first",
          "[cli]") {
  const TwoRuns here;
  const Outcome outcome = here.compare({"a", "b", "a", "--methods", "max_prob,max_prob=entropy", "--coverage",
                                        "95%,0.5", "--bootstrap", "100", "--json"});
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  const Json runs = Json::parse(outcome.out)["runs"];
  REQUIRE((runs.size() == 2 && runs[0]["run"] == "b" && runs[1]["run"] == "a"));
  REQUIRE(runs[0]["differences"].size() == 4);
  REQUIRE(runs[0]["differences"][0]["target_coverage"] == 0.95);
  const Json& crossed = runs[0]["differences"][2];
  REQUIRE((crossed["against_method"] == "max_prob" && crossed["method"] == "entropy"));
  REQUIRE((runs[1]["differences"][0]["delta"] == 0.0 && runs[1]["differences"][0]["p_mcnemar"] == 1.0));
  REQUIRE(runs[1]["notes"].empty());
}

TEST_CASE("runs on other examples are refused by both their names", "[cli]") {
  const TwoRuns here;
  REQUIRE(here.evaluate({"--seed", "2", "--out", "c"}).exit_code == 0);
  require_refusal(here.compare({"a", "c"}), 4,
                  "c: has other test examples (labels, ids or weights differ) than a;");
  REQUIRE(here.evaluate({"--tune-fraction", "0.25", "--out", "d"}).exit_code == 0);
  require_refusal(here.compare({"a", "d"}), 4,
                  "d: has another number of test examples (150, not 100) than a;");
  REQUIRE(here.evaluate({"--tune-limit", "20", "--out", "few"}).exit_code == 0);
  REQUIRE_THAT(here.compare({"a", "few"}).out, Contains("the tuning parts differ: 100 and 20 examples"));
}

TEST_CASE("a run that does not say what it measured is refused", "[cli]") {
  const TwoRuns here;
  write_run(here / "old", tiny_problem());
  require_refusal(here.compare({"a", "old"}), 4,
                  "old: does not say which test examples it measured, so a and old");
  require_refusal(here.compare({"old", "a"}), 4, "old: does not say which test examples it measured");
}

TEST_CASE("what cannot be compared is refused", "[cli]") {
  const TwoRuns here;
  require_refusal(here.compare({}), 2, "give at least two finished runs");
  require_refusal(here.compare({"a"}), 2, "give at least two finished runs");
  require_refusal(here.compare({"a", "nowhere"}), 4, "nowhere: there is no such run");
  require_refusal(here.compare({"a", "b", "--methods", "oracle"}), 2, "oracle");
  require_refusal(here.compare({"a", "b", "--methods", "max_prob="}), 2, "--methods takes names");
  require_refusal(here.compare({"a", "b", "--methods", "max_prop"}), 2, "did you mean 'max_prob'?");
  require_refusal(here.compare({"a", "b", "--coverage", "2"}), 2, "--coverage is 2, must be in [0, 1]");
  require_refusal(here.compare({"a", "b", "--bootstrap", "5"}), 2, "--bootstrap is 5, must be >= 100");
  here.file("b/predictions/methods.json", "{}");
  require_refusal(here.compare({"a", "b"}), 4, "was changed after the run was finished");
}

}  // namespace
}  // namespace hybrid::test
