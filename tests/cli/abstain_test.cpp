// hybrid abstain: the device without a cloud.

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "support/json_output.h"
#include "support/tiny_problem.h"
#include "support/workplace.h"
#include "unit/report/finished_runs.h"

namespace hybrid::test {
namespace {

using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using Json = nlohmann::ordered_json;

TEST_CASE("the base alone will do, and gives what it gives beside a cloud", "[cli]") {
  const Workplace here;
  const Json alone = json_of(here.run("hybrid", {"abstain", "--base", "base.npz", "--json"}));
  const Json beside = json_of(here.run("hybrid", {"abstain", "--base", "base.npz", "--cloud", "cloud.npz",
                                                  "--methods", "max_prob", "--json"}));
  REQUIRE(alone["methods"].contains("entropy"));
  REQUIRE(alone["methods"]["max_prob"] == beside["methods"]["max_prob"]);
  REQUIRE(beside["methods"].size() == 1);
  const Json& max_prob = alone["methods"]["max_prob"];
  REQUIRE(max_prob["points"].size() == 3);
  const Json& point = max_prob["points"][2];
  REQUIRE((point["target_coverage"] == 0.7 && point["accuracy"] > max_prob["base_accuracy"]));
  REQUIRE((point["ci_low"] < point["accuracy"] && point["accuracy"] < point["ci_high"]));
  REQUIRE(max_prob["aurc"].get<double>() - max_prob["excess_aurc"].get<double>() ==
          Approx(max_prob["optimal_aurc"].get<double>()));
}

TEST_CASE("the base that stands in for a cloud is not taken for a file given twice", "[cli]") {
  const Workplace here;
  const auto warnings = [&](std::vector<std::string> words) {
    words.insert(words.begin(), {"abstain", "--base", "base.npz"});
    const Outcome outcome = here.run("hybrid", words);
    REQUIRE(outcome.exit_code == 0);
    return outcome.err;
  };
  REQUIRE_THAT(warnings({}), !Contains("given twice"));
  REQUIRE_THAT(warnings({"--methods", "max_prob"}), !Contains("given twice"));
  REQUIRE_THAT(warnings({"--tune-base", "base.npz"}), !Contains("given twice"));
  REQUIRE_THAT(warnings({"--cloud", "base.npz"}), Contains("was one file given twice?"));
}

TEST_CASE("a run's figures are those of its kept answers", "[cli]") {
  const Workplace here;
  REQUIRE(here.evaluate().exit_code == 0);
  const Json metrics = Json::parse(read_file(here / "run/metrics.json"));
  const Outcome outcome = here.run("hybrid", {"abstain", "--run", "run", "--out", "figures.json"});
  REQUIRE(outcome.exit_code == 0);
  REQUIRE_THAT(outcome.out,
               StartsWith("run: the device alone, abstaining where it is uncertain; 100 test examples\n"));
  const Json figures = Json::parse(read_file(here / "figures.json"));
  for (const auto* method : {"max_prob", "entropy"})
    for (std::size_t c = 0; c < 3; ++c) {
      const Json& point = figures["methods"][method]["points"][c];
      REQUIRE(point["accuracy"] == metrics["methods"][method]["points"][c]["kept_accuracy"]);
      REQUIRE(point["coverage"] == metrics["methods"][method]["points"][c]["coverage"]);
      REQUIRE(point["threshold"] == metrics["methods"][method]["points"][c]["threshold"]);
    }
}

TEST_CASE("scores that were fitted for routing are used as they are, and it is said", "[cli]") {
  const Workplace here;
  const Outcome outcome =
      here.run("hybrid", {"abstain", "--base", "base.npz", "--cloud", "cloud.npz", "--methods", "router",
                          "--coverage", "0.8,0", "--full-curve", "risk.csv"});
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  REQUIRE_THAT(outcome.err, Contains("router: scores as fitted for routing"));
  REQUIRE_THAT(read_file(here / "risk.csv"),
               StartsWith("method,answered,errors,coverage,risk,threshold\nrouter,0,0,0,,\n"));
  const Outcome plain = here.run("hybrid", {"abstain", "--base", "base.npz"});
  REQUIRE_THAT(plain.err, !Contains("fitted for routing"));
}

TEST_CASE("exchanged halves and tuning sets of their own are understood", "[cli]") {
  const Workplace here;
  const Json cross_fitted =
      json_of(here.run("hybrid", {"abstain", "--base", "base.npz", "--exchange", "--json"}));
  REQUIRE((cross_fitted["exchanged"] == true && cross_fitted["n_test"] == 200));
  REQUIRE(cross_fitted["methods"]["max_prob"]["points"][0]["threshold"].is_null());
  const Json own =
      json_of(here.run("hybrid", {"abstain", "--base", "base.npz", "--tune-base", "base.npz", "--json"}));
  REQUIRE((own["n_tune"] == 200 && own["n_test"] == 200));
}

TEST_CASE("what there is nothing to abstain by is refused", "[cli]") {
  const Workplace here;
  require_refusal(here.run("hybrid", {"abstain", "--base", "base.npz", "--methods", "router"}), 2,
                  "cannot be had from --base alone");
  require_refusal(here.run("hybrid", {"abstain", "--cloud", "cloud.npz"}), 2, "give both --base and --cloud");
  require_refusal(here.run("hybrid", {"abstain", "--base", "base.npz", "--tune-cloud", "cloud.npz"}), 2,
                  "--tune-cloud goes with --cloud");
  require_refusal(here.run("hybrid", {"abstain", "--base", "base.npz", "--coverage", "1.5"}), 2,
                  "--coverage takes shares");
  REQUIRE(here.evaluate().exit_code == 0);
  require_refusal(here.run("hybrid", {"abstain", "--run", "run", "--methods", "oracle"}), 2,
                  "oracle has no scores to abstain by");
  eval::RoutingProblem worth = tiny_problem();
  worth.variants[0].test.base_value[0] = 2.5;
  write_run(here / "worth", worth);
  require_refusal(here.run("hybrid", {"abstain", "--run", "worth"}), 2,
                  "the utilities of worth are not only 1 (right) and 0 (wrong)");
  here.file("service.csv", "id,label,predicted\na,0,0\nb,1,0\nc,0,0\nd,1,1\n");
  const Outcome none = here.run("hybrid", {"abstain", "--base", "service.csv"});
  REQUIRE(none.exit_code == 2);
  REQUIRE_THAT(none.err, Contains("there is no method with scores to abstain by"));
}

}  // namespace
}  // namespace hybrid::test
