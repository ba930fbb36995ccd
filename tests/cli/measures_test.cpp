// hybrid evaluate: measures of confidence, calibrated ones, the energy and nearest neighbours, from inputs
// good and bad.

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "support/workplace.h"

namespace hybrid::test {
namespace {

using Json = nlohmann::ordered_json;
using Catch::Matchers::Contains;

const std::string kMeasures =
    "max_prob,entropy_calibrated,margin_calibrated,max_prob_calibrated,energy,knn,oracle";

/// `hybrid evaluate --json` with those methods of two CSV files of these lines.
Outcome evaluate(const Workplace& here, const std::string& base, const std::string& cloud,
                 const std::vector<std::string>& more = {}) {
  write_file_atomically(here / "b.csv", base);
  write_file_atomically(here / "g.csv", cloud);
  std::vector<std::string> arguments{"evaluate",  "--base",      "b.csv", "--cloud", "g.csv",
                                     "--methods", kMeasures,     "--out", "run",     "--json",
                                     "--force",   "--bootstrap", "100"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return here.run("hybrid", arguments);
}

std::string repeated(const std::string& header, const std::vector<std::string>& lines, std::size_t n) {
  std::string text = header + "\n";
  for (std::size_t i = 0; i < n; ++i) text += lines[i % lines.size()] + "\n";
  return text;
}

const std::vector<std::string> kCloudLines{"0,0", "1,1", "0,0", "1,0"};

TEST_CASE("all measures come from logits, ordinary and exchanged", "[cli]") {
  const Workplace here;
  for (const bool cross_fit : {false, true}) {
    const Outcome outcome = evaluate(
        here, repeated("label,z0,z1,z2", {"0,1,0.5,0", "1,2,-1,0", "0,3,1,0", "1,0,0.25,0.5", "1,0,2,0"}, 40),
        repeated("label,predicted", {"0,0", "1,1", "0,0", "1,0", "1,1"}, 40),
        cross_fit ? std::vector<std::string>{"--exchange"} : std::vector<std::string>{});
    INFO(outcome.err);
    REQUIRE(outcome.exit_code == 0);
    const Json metrics = Json::parse(outcome.out);
    REQUIRE(metrics["skipped"].empty());
    REQUIRE(metrics["methods"].size() == 7);
    REQUIRE_THAT(outcome.err, !Contains("calibrated measures") && !Contains("knn: "));
  }
}

TEST_CASE("of probabilities all is there but the energy, which says why", "[cli]") {
  const Workplace here;
  const Outcome outcome =
      evaluate(here, repeated("label,p0,p1", {"0,0.75,0.25", "1,0.625,0.375", "0,1,0", "1,0.25,0.75"}, 40),
               repeated("label,predicted", kCloudLines, 40));
  REQUIRE(outcome.exit_code == 0);
  REQUIRE(Json::parse(outcome.out)["skipped"] ==
          Json{{"energy", "needs the base's logits; of probabilities the energy is not defined"}});
}

TEST_CASE("of classes and confidences max_prob and knn are there", "[cli]") {
  const Workplace here;
  const Outcome outcome =
      evaluate(here, repeated("label,predicted,confidence", {"0,0,0.9", "1,0,0.5", "0,0,0.8", "1,1,0.6"}, 40),
               repeated("label,predicted", kCloudLines, 40));
  REQUIRE(outcome.exit_code == 0);
  const Json metrics = Json::parse(outcome.out);
  REQUIRE(metrics["methods"].contains("knn"));
  REQUIRE(metrics["methods"].contains("max_prob"));
  REQUIRE(metrics["skipped"].size() == 4);
}

TEST_CASE("constant outputs, one class and ten tuning examples are evaluated", "[cli]") {
  const Workplace here;
  const std::string constant = repeated("label,z0,z1", {"0,1,1", "1,1,1"}, 20);
  const std::string one_class = repeated("label,z0,z1", {"0,2,1", "0,1,3"}, 20);
  const std::string sure = repeated("label,z0,z1", {"0,200,-200", "1,-200,200"}, 20);
  for (const auto& [base, cloud] : {std::pair(constant, repeated("label,predicted", {"0,0", "1,1"}, 20)),
                                    std::pair(one_class, repeated("label,predicted", {"0,0"}, 20)),
                                    std::pair(sure, repeated("label,predicted", {"0,1", "1,1"}, 20))}) {
    const Outcome outcome = evaluate(here, base, cloud);
    INFO(outcome.err);
    REQUIRE(outcome.exit_code == 0);
    REQUIRE(Json::parse(outcome.out)["skipped"].empty());
  }
  const Outcome two =
      evaluate(here, repeated("label,z0,z1", {"0,1,0", "0,0,1"}, 2), repeated("label,predicted", {"0,0"}, 2));
  INFO(two.err);
  REQUIRE(two.exit_code == 0);
}

TEST_CASE("an infinite logit is refused by its row", "[cli]") {
  const Workplace here;
  require_refusal(evaluate(here, repeated("label,z0,z1", {"0,1,0", "1,inf,0"}, 4),
                           repeated("label,predicted", {"0,0", "1,1"}, 4)),
                  4, "b.csv: line 3: z0 is 'inf', expected a finite number");
}

}  // namespace
}  // namespace hybrid::test
