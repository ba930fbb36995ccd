#include "report/seeds_files.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "core/files.h"
#include "core/text.h"
#include "support/temporary_folder.h"

namespace hybrid::report {
namespace {

using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

eval::SeedsResult three_seeds() {
  eval::SeedsResult result{.runs = {"a", "b", "c"}, .n_test = 10000, .coverages = {0.9, 0.8}};
  result.accuracies = {
      {"on_device", eval::MethodKind::on_device, {1}, {stats::spread_of({0.70, 0.71, 0.72})}},
      {"max_prob",
       eval::MethodKind::scored,
       {0.9, 0.8},
       {stats::spread_of({0.75, 0.76, 0.77}), stats::spread_of({0.8, 0.8, 0.8})}}};
  for (const double coverage : {0.9, 0.8}) {
    eval::SeedsDifference d{.delta = stats::spread_of({0.01, 0.02, 0.03})};
    d.comparison = {.method = "router",
                    .against = "max_prob_control",
                    .target_coverage = coverage,
                    .delta = 0.02,
                    .ci = {0.01, 0.06}};
    d.over_seeds = {coverage - 0.85, 0.06};
    result.differences.push_back(d);
  }
  return result;
}

TEST_CASE("the seeds' table says what its deviations and intervals are", "[report]") {
  const std::string text = seeds_markdown(three_seeds());
  REQUIRE_THAT(
      text, StartsWith("# 3 seeds: a, b, c\n"
                       "\n"
                       "Accuracy on 10,000 test examples with exactly the share c kept on the device: mean "
                       "over the seeds ± standard deviation over the seeds."));
  REQUIRE_THAT(text, Contains("for other seeds and other examples"));
  REQUIRE_THAT(text, !Contains("halves"));
  eval::SeedsResult cross_fitted = three_seeds();
  cross_fitted.cross_fitted = true;
  REQUIRE_THAT(seeds_markdown(cross_fitted), Contains("in each of two halves that tune each other"));
}

TEST_CASE("the seeds' table has accuracies, differences and verdicts", "[report]") {
  const std::string text = seeds_markdown(three_seeds());
  REQUIRE_THAT(text, Contains("Alone: on_device 71.00 ± 1.00 % right.\n"));
  REQUIRE_THAT(text, Contains("| max_prob | 76.00 ± 1.00 | 80.00 ± 0.00 |\n"));
  REQUIRE_THAT(
      text,
      Contains(
          "| router - max_prob_control | +2.00 [+5.00, +6.00] ± 1.00 | +2.00 [-5.00, +6.00] ± 1.00 |\n"));
  REQUIRE_THAT(text, Contains("- `router` against `max_prob_control`: ahead at c = 0.9; no difference that "
                              "3 seeds and 10,000 examples show at c = 0.8\n"));
}

TEST_CASE("without differences only accuracies are shown", "[report]") {
  eval::SeedsResult result = three_seeds();
  result.differences.clear();
  REQUIRE_THAT(seeds_markdown(result), Contains("max_prob") && !Contains("against"));
}

TEST_CASE("the seeds' files hold the same numbers at full precision", "[report]") {
  const test::TemporaryFolder folder;
  const eval::SeedsResult result = three_seeds();
  write_seeds(result, folder / "seeds");
  REQUIRE(read_file(folder / "seeds/seeds.md") == seeds_markdown(result));
  const auto json = nlohmann::json::parse(read_file(folder / "seeds/seeds.json"));
  REQUIRE(json["schema_version"] == 1);
  REQUIRE(json["runs"] == std::vector<std::string>{"a", "b", "c"});
  REQUIRE((json["n_test"] == 10000 && json["exchanged"] == false));
  REQUIRE(json["accuracies"].size() == 3);
  REQUIRE(json["accuracies"][1]["values"] == std::vector<double>{0.75, 0.76, 0.77});
  REQUIRE(json["differences"][1]["ci_low"] == 0.01);
  REQUIRE(json["differences"][1]["seeds_ci_low"] == 0.8 - 0.85);
  REQUIRE(json["differences"][1]["sd"] == result.differences[1].delta.deviation);

  const auto lines = split(read_file(folder / "seeds/seeds.csv"), '\n');
  REQUIRE(lines.size() == 1 + 3 + 2 + 1);
  REQUIRE(lines[0] == "method,against,target_coverage,mean,sd,ci_low,ci_high,seeds_ci_low,seeds_ci_high");
  REQUIRE(lines[1] == "on_device,,1," + shortest(result.accuracies[0].accuracy[0].mean) + "," +
                          shortest(result.accuracies[0].accuracy[0].deviation) + ",,,,");
  REQUIRE_THAT(lines[4], StartsWith("router,max_prob_control,0.9,"));
}

}  // namespace
}  // namespace hybrid::report
