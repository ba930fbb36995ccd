// hybrid simulate: prediction sets whose best router is known, and how it refuses.

#include <catch2/catch.hpp>

#include "predictions/npz.h"
#include "support/workplace.h"

namespace hybrid::test {
namespace {

using Catch::Matchers::Contains;

TEST_CASE("every family is written, read by evaluate, and better served by its best router", "[cli]") {
  const std::string family = GENERATE(as<std::string>(), "specialist", "label_noise", "shift");
  const Workplace here;
  const Outcome made =
      here.run("hybrid", {"simulate", "--family", family, "--n", "3000", "--tune-n", "500", "--out", "made"});
  INFO(made.err);
  REQUIRE(made.exit_code == 0);
  REQUIRE_THAT(made.out, Contains("max_prob, %") && Contains("optimal, %") && Contains("70.0 %"));
  REQUIRE_THAT(made.err, Contains("next:  hybrid evaluate --base made/base.npz"));
  const predictions::PredictionSet test = predictions::read_prediction_set(here / "made/base.npz");
  REQUIRE(test.size() == 3000);
  REQUIRE(test.classes == 10);
  REQUIRE(test.meta.at("dataset") == family);
  REQUIRE(predictions::read_prediction_set(here / "made/tune-cloud.npz").size() == 500);
  REQUIRE(predictions::NpzFile(here / "made/optimal.npz").read<double>("optimal").size() == 3000);

  const Outcome evaluated =
      here.run("hybrid", {"evaluate", "--base", "made/base.npz", "--cloud", "made/cloud.npz", "--tune-base",
                          "made/tune-base.npz", "--tune-cloud", "made/tune-cloud.npz", "--methods",
                          "max_prob,oracle", "--bootstrap", "100", "--out", "run"});
  INFO(evaluated.err);
  REQUIRE(evaluated.exit_code == 0);
}

TEST_CASE("a simulation repeats itself, from its flags and from the config that it leaves", "[cli]") {
  const Workplace here;
  const std::vector<std::string> flags{"simulate", "--family",  "shift", "--n",    "200", "--tune-n",
                                       "100",      "--classes", "3",     "--seed", "5",   "--out"};
  auto arguments = flags;
  arguments.push_back("first");
  REQUIRE(here.run("hybrid", arguments).exit_code == 0);
  REQUIRE(here.run("hybrid", {"simulate", "--config", "first/config.yaml", "--out", "second"}).exit_code ==
          0);
  for (const std::string file :
       {"base.npz", "cloud.npz", "tune-base.npz", "tune-cloud.npz", "optimal.npz", "config.yaml"})
    REQUIRE(read_file(here / "first" / file) == read_file(here / "second" / file));
}

TEST_CASE("what cannot be simulated is refused, and nothing is written", "[cli]") {
  const Workplace here;
  const auto simulate = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "simulate");
    return here.run("hybrid", arguments);
  };
  require_refusal(simulate({"--family", "specialist"}), 2, "give --out");
  require_refusal(simulate({"--out", "made"}), 2, "give either --family");
  require_refusal(simulate({"--family", "shift", "--config", "a.yaml", "--out", "made"}), 2,
                  "give either --family");
  require_refusal(simulate({"--family", "specalist", "--out", "made"}), 2, "did you mean 'specialist'?");
  require_refusal(simulate({"--config", "nowhere.yaml", "--out", "made"}), 4, "nowhere.yaml");
  require_refusal(simulate({"--family", "shift", "--classes", "1", "--out", "made"}), 3, "classes is 1");
  require_refusal(simulate({"--family", "shift", "--n", "0", "--out", "made"}), 3, "n_test is 0");
  require_refusal(simulate({"--family", "shift", "--set", "shift.signl=2", "--out", "made"}), 3, "signal");
  REQUIRE(here.new_names().empty());
  REQUIRE(simulate({"--family", "shift", "--n", "50", "--tune-n", "50", "--out", "made"}).exit_code == 0);
  require_refusal(simulate({"--family", "shift", "--out", "made"}), 4, "--force");
  REQUIRE(
      simulate({"--family", "shift", "--n", "60", "--tune-n", "50", "--out", "made", "--force"}).exit_code ==
      0);
}

}  // namespace
}  // namespace hybrid::test
