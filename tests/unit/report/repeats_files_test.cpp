#include "report/repeats_files.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace hybrid;
using namespace hybrid::report;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

eval::Repeats two_repeats() {
  eval::Repeats repeats{.count = 2, .n_tune = 100, .n_test = 5000, .coverages = {0.8}};
  for (const auto& coverage : {std::optional<double>(), std::optional(0.8)}) {
    repeats.accuracies.push_back({.method = "knn",
                                  .target_coverage = coverage,
                                  .matched_accuracy = stats::spread_of({0.75, 0.77}),
                                  .accuracy = stats::spread_of({0.5, 0.5}),
                                  .coverage = stats::spread_of({0.875, 0.75})});
    repeats.differences.push_back({.method = "knn",
                                   .against = "max_prob",
                                   .target_coverage = coverage,
                                   .delta = stats::spread_of({-0.125, 0.25}),
                                   .ahead = 0.5,
                                   .behind = 0.5,
                                   .ci = {-1, 1.125}});
  }
  repeats.left_out["router"] = "could be computed in 1 of 2 repeats only";
  return repeats;
}

}  // namespace

TEST_CASE("repeats.csv has a row per figure, the mean over coverages without a target", "[report]") {
  const std::string csv = repeats_csv(two_repeats());
  REQUIRE_THAT(
      csv,
      StartsWith(
          "method,against,figure,target_coverage,mean,sd,min,share_ahead,share_behind,ci_low,ci_high\nknn,,matched_accuracy,,0.76,"));
  REQUIRE_THAT(csv, Contains("\nknn,,accuracy,0.8,0.5,0,0.5,,,,\n"));
  REQUIRE_THAT(csv, Contains("\nknn,,coverage,0.8,0.8125,"));
  REQUIRE_THAT(
      csv, Contains("\nknn,max_prob,matched_accuracy,,0.0625,") && Contains(",-0.125,0.5,0.5,-1,1.125\n"));
}

TEST_CASE("repeats.json holds every repeat's value", "[report]") {
  const auto json = repeats_json(two_repeats());
  REQUIRE((json["schema_version"] == 1 && json["repeats"] == 2 && json["fixed_test"] == false));
  REQUIRE(json["mean_over"].size() == 6);
  REQUIRE(json["accuracies"][0]["target_coverage"].is_null());
  REQUIRE(json["accuracies"][1]["coverage"]["values"] == std::vector<double>{0.875, 0.75});
  const auto& difference = json["differences"][1];
  REQUIRE(difference["target_coverage"] == 0.8);
  REQUIRE(difference["values"] == std::vector<double>{-0.125, 0.25});
  REQUIRE(
      (difference["min"] == -0.125 && difference["share_ahead"] == 0.5 && difference["ci_high"] == 1.125));
  REQUIRE(json["left_out"]["router"] == "could be computed in 1 of 2 repeats only");
}

TEST_CASE("the section for people gives points, and says what the intervals are", "[report]") {
  const std::string text = repeats_markdown(two_repeats());
  REQUIRE_THAT(text, StartsWith("\n## Over 2 random splits\n") && Contains("Nadeau & Bengio") &&
                         Contains("0.95, 0.9, 0.8, 0.7, 0.6, 0.5"));
  REQUIRE_THAT(text,
               Contains("| minus max_prob |") && Contains("+6.25 [-100.00, +112.50]") && Contains("-12.50"));
  REQUIRE_THAT(text, Contains("50.00 ± 0.00 at 81.2 ± 8.8"));
  REQUIRE_THAT(text, Contains("Left out: `router` could be computed in 1 of 2 repeats only."));
  eval::Repeats fixed = two_repeats();
  fixed.fixed_test = true;
  REQUIRE_THAT(repeats_markdown(fixed),
               StartsWith("\n## Over 2 random draws of the tuning examples\n") &&
                   Contains("Each repeat draws 100 tuning examples; the 5,000 test examples"));
}
