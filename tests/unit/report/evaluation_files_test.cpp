#include "report/evaluation_files.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/text.h"
#include "support/tiny_problem.h"

namespace hybrid::report {
namespace {

using Catch::Matchers::StartsWith;

const std::string kColumns =
    "target_coverage,coverage,threshold,accuracy,ci_low,ci_high,matched_accuracy,kept_accuracy,sent_accuracy,latency_ms,energy_mj,macs,tuned_coverage,coverage_error,oracle_agreement,missed_help,useless_send,harmful_send,latency_p50_ms,latency_p95_ms,latency_p99_ms,deadline_misses";

eval::Evaluation tiny_evaluation(const cost::Workload& workload = {}) {
  const config::EvaluationConfig config{.coverages = {0.8, 0.6}, .bootstrap = 100};
  cost::SystemProfile profile{.name = "round", .kind = cost::ProfileKind::lumps};
  profile.lumps.latency_ms = {.per_input = 200, .per_offload = 2000};
  profile.lumps.energy_mj = {.per_input = 10, .per_offload = 100};
  return eval::evaluate(test::tiny_problem(), config, profile, workload, SeedTree(1));
}

std::vector<std::string> keys_of(const nlohmann::ordered_json& json) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : json.items()) keys.push_back(key);
  return keys;
}

std::vector<std::string> lines_of(const std::string& text) {
  auto lines = split(text, '\n');
  REQUIRE(lines.back().empty());
  lines.pop_back();
  return lines;
}

TEST_CASE("metrics.json has the keys of the contract in their order", "[report]") {
  const auto json = metrics_json(tiny_evaluation());
  using Keys = std::vector<std::string>;
  REQUIRE(keys_of(json) == Keys{"schema_version", "data", "methods", "comparisons", "ceilings", "skipped",
                                "outages", "budgets"});
  REQUIRE(json["schema_version"] == 1);
  REQUIRE(keys_of(json["data"]) ==
          Keys{"n_tune", "n_test", "classes", "base_accuracy", "cloud_accuracy", "helpful", "harmful"});
  REQUIRE(keys_of(json["methods"]) == Keys{"on_device", "on_cloud", "random", "entropy", "router", "oracle"});
  for (const auto& method : json["methods"]) {
    REQUIRE(keys_of(method) == Keys{"points", "audc", "apgr", "router"});
    REQUIRE(keys_of(method["router"]) == Keys{"auroc", "average_precision", "brier", "ece", "reliability"});
    for (const auto& point : method["points"]) REQUIRE(keys_of(point) == split(kColumns, ','));
  }
  REQUIRE(keys_of(json["comparisons"][0]) ==
          Keys{"method", "against", "target_coverage", "delta", "ci_low", "ci_high", "p_mcnemar"});
  REQUIRE(keys_of(json["ceilings"][0]) == Keys{"target_coverage", "paper_upper_bound", "at_most", "exactly"});
  REQUIRE(keys_of(json["outages"][0]) ==
          Keys{"method", "target_coverage", "outage", "accuracy", "latency_ms", "energy_mj"});
  REQUIRE(json["outages"].size() == 2 * 2 * 2);  // two scored methods, coverages and shares of the time
  REQUIRE(json["skipped"] == nlohmann::ordered_json{{"margin", "not defined for a single class"}});
}

TEST_CASE("the latency budgets stand in metrics.json and budgets.csv, empty where one cannot be met",
          "[report]") {
  config::EvaluationConfig config{.latency_ms = {100, 600}, .bootstrap = 0};
  cost::SystemProfile profile{.name = "round, with a comma", .kind = cost::ProfileKind::lumps};
  profile.lumps.latency_ms = {.per_input = 200, .per_offload = 2000};
  profile.lumps.energy_mj = {.per_input = 10, .per_offload = 100};
  const std::vector<cost::SystemProfile> others{{.name = "free", .kind = cost::ProfileKind::parts}};
  const eval::Evaluation evaluation =
      eval::evaluate(test::tiny_problem(), config, profile, {}, SeedTree(1), others);
  const auto json = metrics_json(evaluation)["budgets"];
  REQUIRE(json.size() == 1);  // the other profile does not price latency
  REQUIRE(json[0]["profile"] == "round, with a comma");
  REQUIRE(json[0]["bounds"][0] == nlohmann::ordered_json{{"budget_ms", 100},
                                                         {"coverage", nullptr},
                                                         {"energy_mj", nullptr},
                                                         {"paper_upper_bound", nullptr},
                                                         {"ceiling", nullptr}});
  REQUIRE(json[0]["bounds"][1]["coverage"] == 0.8);
  REQUIRE(json[0]["bounds"][1]["energy_mj"].get<double>() == Approx(30));
  REQUIRE(json[0]["points"].size() == 6 * 2);
  REQUIRE(json[0]["points"][6]["method"] == "entropy");
  REQUIRE(json[0]["points"][6]["point"].is_null());
  REQUIRE(keys_of(json[0]["points"][7]["point"]) == split(kColumns, ','));
  REQUIRE(json[0]["points"][7]["point"]["threshold"] == 0.4);
  const auto lines = lines_of(budgets_csv(evaluation));
  REQUIRE(lines.size() == 1 + 6 * 2);
  REQUIRE(lines[0] == "profile,method,budget_ms," + kColumns);
  REQUIRE(lines[7] == "\"round, with a comma\",entropy,100" +
                          std::string(static_cast<std::size_t>(std::ranges::count(lines[0], ',')) - 2, ','));
  REQUIRE_THAT(lines[8], StartsWith("\"round, with a comma\",entropy,600,0.8,0.8,0.4,0.8,"));
}

TEST_CASE("metrics.json holds the shares of the test part and no rounding", "[report]") {
  const auto json = metrics_json(tiny_evaluation());
  REQUIRE(json["data"]["n_tune"] == 5);
  REQUIRE(json["data"]["n_test"] == 10);
  REQUIRE(json["data"]["classes"] == 3);
  REQUIRE(json["data"]["base_accuracy"] == 0.6);
  REQUIRE(json["data"]["cloud_accuracy"] == 0.9);
  REQUIRE(json["data"]["helpful"] == 0.4);
  REQUIRE(json["data"]["harmful"] == 0.1);
  const auto& entropy = json["methods"]["entropy"]["points"][1];
  REQUIRE(entropy["threshold"] == 0.3);
  REQUIRE(entropy["coverage"] == 0.6);
  REQUIRE(entropy["accuracy"] == 1.0);
  REQUIRE(entropy["latency_ms"].get<double>() == 200 + (1 - 0.6) * 2000);
}

TEST_CASE("metrics.json tells the utility, but for plain accuracy", "[report]") {
  eval::Evaluation evaluation = tiny_evaluation();
  REQUIRE_FALSE(metrics_json(evaluation)["data"].contains("utility"));
  REQUIRE_FALSE(metrics_json(evaluation)["data"].contains("weighted"));
  evaluation.accuracy = {.utility = "balanced_accuracy"};
  REQUIRE(metrics_json(evaluation)["data"]["utility"] == "balanced_accuracy");
  REQUIRE_FALSE(metrics_json(evaluation)["data"].contains("weighted"));
  evaluation.accuracy = {.weighted = true};
  REQUIRE(metrics_json(evaluation)["data"]["utility"] == "accuracy");
  REQUIRE(metrics_json(evaluation)["data"]["weighted"] == true);
}

TEST_CASE("reliability bins are listed where scores predict something", "[report]") {
  const auto json = metrics_json(tiny_evaluation());
  const auto& bins = json["methods"]["router"]["router"]["reliability"];
  REQUIRE(bins.size() == 10);
  REQUIRE(keys_of(bins[0]) == std::vector<std::string>{"count", "predicted", "observed"});
  REQUIRE((bins[0]["count"] == 1 && bins[0]["observed"] == 1.0 && bins[9]["observed"] == 0.0));
  REQUIRE(json["methods"]["entropy"]["router"]["reliability"] == nlohmann::ordered_json::array());
  REQUIRE(json["methods"]["entropy"]["router"]["ece"].is_null());
}

TEST_CASE("what is undefined is null in metrics.json and empty in curves.csv", "[report]") {
  const eval::Evaluation evaluation = tiny_evaluation();
  const auto json = metrics_json(evaluation);
  REQUIRE(json["methods"]["on_device"]["points"][0]["threshold"].is_null());
  REQUIRE(json["methods"]["on_device"]["points"][0]["sent_accuracy"].is_null());
  REQUIRE(json["methods"]["on_device"]["audc"].is_null());
  REQUIRE(json["methods"]["entropy"]["router"]["brier"].is_null());
  REQUIRE(json["methods"]["router"]["router"]["brier"].is_number());
  REQUIRE(json["methods"]["random"]["router"]["auroc"].is_null());
  REQUIRE(json["methods"]["entropy"]["points"][0]["macs"].is_null());

  const auto on_device = split(lines_of(curves_csv(evaluation))[1], ',');
  REQUIRE(on_device[0] == "on_device");
  REQUIRE(on_device[3].empty());      // threshold
  REQUIRE(on_device[12].empty());     // macs
  REQUIRE(on_device[13].empty());     // tuned_coverage, without a threshold
  REQUIRE(on_device[14].empty());     // its error
  REQUIRE(on_device.back().empty());  // deadline_misses
}

TEST_CASE("MACs are there when both models' are known", "[report]") {
  const auto json = metrics_json(tiny_evaluation({.base_macs = 1e6, .cloud_macs = 5e6}));
  REQUIRE(json["methods"]["on_device"]["points"][0]["macs"] == 1e6);
  REQUIRE(json["methods"]["on_cloud"]["points"][0]["macs"] == 5e6);
  REQUIRE(json["methods"]["router"]["points"][0]["macs"].get<double>() > 1e6 + 1000 - 1);
}

TEST_CASE("curves.csv has one row per method and coverage, one for those without a choice", "[report]") {
  const auto lines = lines_of(curves_csv(tiny_evaluation()));
  REQUIRE(lines[0] == "method," + kColumns);
  const std::vector<std::string> starts{"on_device,1,", "on_cloud,0,",  "random,0.8,", "random,0.6,",
                                        "entropy,0.8,", "entropy,0.6,", "router,0.8,", "router,0.6,",
                                        "oracle,0.8,",  "oracle,0.6,"};
  REQUIRE(lines.size() == starts.size() + 1);
  for (std::size_t i = 0; i < starts.size(); ++i) {
    REQUIRE_THAT(lines[i + 1], StartsWith(starts[i]));
    REQUIRE(split(lines[i + 1], ',').size() == 23);
  }
}

TEST_CASE("curves.csv and metrics.json hold the same numbers", "[report]") {
  const eval::Evaluation evaluation = tiny_evaluation({.base_macs = 1e6, .cloud_macs = 5e6});
  const auto json = metrics_json(evaluation);
  const auto lines = lines_of(curves_csv(evaluation));
  std::size_t line = 1;
  for (const auto& [name, method] : json["methods"].items())
    for (const auto& point : method["points"]) {
      std::string expected = name;
      for (const auto& [key, value] : point.items())
        expected.append(",").append(value.is_null() ? "" : shortest(value));
      REQUIRE(lines[line++] == expected);
    }
  REQUIRE(line == lines.size());
}

TEST_CASE("the full curve has every cut of every method that has thresholds", "[report]") {
  const auto lines = lines_of(full_curve_csv(eval::full_curves(test::tiny_problem()), false));
  REQUIRE(lines[0] == "method,sent,coverage,threshold,accuracy");
  // random: nothing or everything; entropy and router: 0 to 10 sent.
  REQUIRE(lines.size() == 1 + 2 + 11 + 11);
  REQUIRE(lines[1] == "random,0,1,,0.6");
  REQUIRE(lines[2] == "random,10,0,,0.9");
  REQUIRE(lines[3] == "entropy,0,1,0.5,0.6");
  REQUIRE(lines[4] == "entropy,1,0.9,0.45,0.7");
  REQUIRE(lines[13] == "entropy,10,0,,0.9");
}

eval::RoutingProblem in_halves() {
  eval::RoutingProblem problem = test::tiny_problem();
  for (auto& variant : problem.variants) variant.tune = variant.test;
  for (auto& method : problem.methods) method.tune = method.test;
  problem.half = {0, 1, 0, 1, 0, 1, 0, 1, 0, 1};
  return problem;
}

TEST_CASE("metrics.json says of an exchanged problem that it is one, of an ordinary one nothing",
          "[report]") {
  const auto cross_fitted =
      metrics_json(eval::evaluate(in_halves(), {.bootstrap = 100}, {.name = "free"}, {}, SeedTree(1)));
  REQUIRE(cross_fitted["data"]["exchanged"] == true);
  REQUIRE((cross_fitted["data"]["n_tune"] == 10 && cross_fitted["data"]["n_test"] == 10));
  REQUIRE(cross_fitted["methods"]["entropy"]["points"][0]["threshold"].is_null());
  REQUIRE_FALSE(metrics_json(tiny_evaluation())["data"].contains("exchanged"));
}

TEST_CASE("the full curve of an exchanged problem has the cuts of each half", "[report]") {
  const auto lines = lines_of(full_curve_csv(eval::full_curves(in_halves()), true));
  REQUIRE(lines[0] == "method,sent,coverage,threshold,accuracy,half");
  // Five examples in each half: 2 cuts of random, 6 of each score.
  REQUIRE(lines.size() == 1 + 2 * (2 + 6 + 6));
  REQUIRE(lines[1] == "random,0,1,,0.6,0");
  REQUIRE(lines[3] == "random,0,1,,0.6,1");
  REQUIRE(lines[5] == "entropy,0,1,0.45,0.6,0");
  REQUIRE(lines[11] == "entropy,0,1,0.5,0.6,1");
}

}  // namespace
}  // namespace hybrid::report
