// hybrid evaluate --repeats and --tune-limit.

#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "support/workplace.h"

namespace hybrid::test {
namespace {

namespace fs = std::filesystem;
using Catch::Matchers::Contains;
using Json = nlohmann::ordered_json;

TEST_CASE("repeats leave files and a section of their own, and everything else as it is without them",
          "[cli]") {
  const Workplace here;
  REQUIRE(here.evaluate({"--out", "once"}).exit_code == 0);
  const Outcome outcome = here.evaluate({"--repeats", "3"});
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  for (const auto* file : {"metrics.json", "curves.csv", "split.csv"})
    REQUIRE(read_file(here / "run" / file) == read_file(here / "once" / file));
  REQUIRE_THAT(read_file(here / "run/table.md"), Contains("## Over 3 random splits"));
  REQUIRE_THAT(outcome.out, Contains("\nOver 3 splits, max_prob is right on "));
  for (const auto* line : {"repeat 1 of 3: best is ", "repeat 3 of 3: best is "})
    REQUIRE_THAT(outcome.err, Contains(line));
  const Json repeats = Json::parse(read_file(here / "run/repeats.json"));
  REQUIRE((repeats["n_tune"] == 100 && repeats["n_test"] == 100 && repeats["repeats"] == 3));
  const Json metrics = Json::parse(read_file(here / "run/metrics.json"));
  for (const auto& a : repeats["accuracies"])
    if (a["target_coverage"] == 0.9)
      REQUIRE(a["matched_accuracy"]["values"][0] ==
              metrics["methods"][a["method"].get<std::string>()]["points"][0]["matched_accuracy"]);
  REQUIRE_FALSE(fs::exists(here / "once/repeats.json"));
}

TEST_CASE("the same repeats again give the same bytes, from the file as by the flag", "[cli]") {
  const Workplace here;
  here.file("eval.yaml", "repeats: 3\ntune_limit: 30\n");
  REQUIRE(here.evaluate({"--repeats", "3", "--tune-limit", "30", "--out", "first"}).exit_code == 0);
  REQUIRE(here.evaluate({"--config", "eval.yaml", "--out", "second"}).exit_code == 0);
  for (const auto* file : {"repeats.csv", "repeats.json", "metrics.json"})
    REQUIRE(read_file(here / "first" / file) == read_file(here / "second" / file));
}

TEST_CASE("a limit leaves the test part as it is and names the unused examples", "[cli]") {
  const Workplace here;
  REQUIRE(here.evaluate({"--out", "all"}).exit_code == 0);
  REQUIRE(here.evaluate({"--tune-limit", "30"}).exit_code == 0);
  const Json all = Json::parse(read_file(here / "all/metrics.json"));
  const Json few = Json::parse(read_file(here / "run/metrics.json"));
  REQUIRE((few["data"]["n_tune"] == 30 && few["data"]["n_test"] == 100));
  const auto matched = [](const Json& metrics) {
    return metrics["methods"]["max_prob"]["points"][0]["matched_accuracy"].get<double>();
  };
  REQUIRE(matched(few) == matched(all));
  const std::string split = read_file(here / "run/split.csv");
  const auto count = [&](const std::string& ending) {
    std::size_t n = 0;
    for (auto at = split.find(ending); at != std::string::npos; at = split.find(ending, at + 1)) ++n;
    return n;
  };
  REQUIRE((count(",tune\n") == 30 && count(",unused\n") == 70 && count(",test\n") == 100));
}

TEST_CASE("with a tuning pair of its own the repeats draw from it", "[cli]") {
  const Workplace here;
  const std::vector<std::string> own{"--tune-base", "base.npz", "--tune-cloud", "cloud.npz"};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.end(), own.begin(), own.end());
    return more;
  };
  const Outcome outcome = here.evaluate(with({"--repeats", "3", "--tune-limit", "40"}));
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  REQUIRE_THAT(outcome.err, Contains("base.npz: the tuning set holds the same examples as the test set"));
  REQUIRE_THAT(read_file(here / "run/table.md"), Contains("## Over 3 random draws of the tuning examples"));
  REQUIRE_THAT(outcome.out, Contains("\nOver 3 draws of the tuning examples, max_prob is right on "));
  REQUIRE(Json::parse(read_file(here / "run/repeats.json"))["fixed_test"] == true);
  require_refusal(here.evaluate(with({"--repeats", "3", "--out", "other"})), 2,
                  "give --tune-limit to draw other tuning examples");
  const Outcome all_drawn = here.evaluate(with({"--repeats", "3", "--tune-limit", "200", "--out", "other"}));
  REQUIRE(all_drawn.exit_code == 2);
  REQUIRE_THAT(all_drawn.err, Contains("error: ") && Contains("there are 200 tuning examples"));
  REQUIRE(here.new_names() == std::vector<std::string>{"run"});
}

TEST_CASE("what cannot be repeated is refused", "[cli]") {
  const Workplace here;
  require_refusal(here.evaluate({"--repeats", "0"}), 2, "--repeats is 0, must be >= 1");
  require_refusal(here.evaluate({"--tune-limit", "-1"}), 2, "--tune-limit is -1, must be >= 0");
  require_refusal(here.evaluate({"--repeats", "2", "--exchange"}), 2, "leave out --repeats and --tune-limit");
  require_refusal(here.evaluate({"--tune-limit", "20", "--exchange"}), 2,
                  "leave out --repeats and --tune-limit");
  here.file("eval.yaml", "repeats: 0\n");
  REQUIRE(here.evaluate({"--config", "eval.yaml"}).exit_code == 3);
  REQUIRE_FALSE(fs::exists(here / "run"));
}

TEST_CASE("one tuning example, and methods that fit on it, are no reason to crash", "[cli]") {
  const Workplace here;
  const Outcome outcome = here.evaluate(
      {"--repeats", "2", "--tune-limit", "1", "--methods", "max_prob,router", "--set", "router.hidden=[4]"});
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
}

}  // namespace
}  // namespace hybrid::test
