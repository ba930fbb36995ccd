// The public contract: prediction sets in, metrics.json and curves.csv out. Other people's programs write the
// one and read the other: additions are allowed, a change or a missing key is not. The expected numbers are
// NumPy's (make_fixture.py), not this program's.

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "core/text.h"
#include "support/workplace.h"

namespace hybrid::test {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

const fs::path kFixture = fs::path(HYBRID_TEST_DATA) / "contract";
const std::string kMethods = "on_device,on_cloud,random,entropy,margin,max_prob,oracle";

/// `hybrid evaluate` on the fixture in one of its forms, into `<here>/run`.
Outcome evaluate(const Workplace& here, const std::string& ending,
                 const std::vector<std::string>& more = {}) {
  const auto input = [&](const std::string& stem) { return (kFixture / "input" / (stem + ending)).string(); };
  std::vector<std::string> arguments{"evaluate",
                                     "--base",
                                     input("test-base"),
                                     "--cloud",
                                     input("test-cloud"),
                                     "--tune-base",
                                     input("tune-base"),
                                     "--tune-cloud",
                                     input("tune-cloud"),
                                     "--coverage",
                                     "0.9,75%,0.5,0",
                                     "--bootstrap",
                                     "200",
                                     "--out",
                                     "run"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return here.run("hybrid", arguments);
}

void require_equal(const Json& actual, const Json& expected, const std::string& place) {
  INFO(place << " is " << actual.dump() << ", expected " << expected.dump());
  if (expected == "any") {
    REQUIRE(actual.is_number());
  } else if (expected.is_object()) {
    REQUIRE(actual.is_object());
    REQUIRE(actual.size() == expected.size());
    auto key = actual.begin();
    for (const auto& [name, value] : expected.items()) {
      REQUIRE(key.key() == name);
      require_equal(*key++, value, place + "/" + name);
    }
  } else if (expected.is_array()) {
    REQUIRE(actual.is_array());
    REQUIRE(actual.size() == expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i)
      require_equal(actual[i], expected[i], place + "/" + std::to_string(i));
  } else if (expected.is_number()) {
    REQUIRE(actual.is_number());
    REQUIRE(actual.get<double>() == Approx(expected.get<double>()).epsilon(1e-9).margin(1e-9));
  } else {
    REQUIRE(actual == expected);
  }
}

TEST_CASE("metrics.json is what NumPy computes from the same arrays", "[contract]") {
  const Workplace here;
  const Outcome outcome = evaluate(here, ".npz", {"--methods", kMethods});
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  require_equal(Json::parse(read_file(here / "run/metrics.json")),
                Json::parse(read_file(kFixture / "expected/metrics.json")), "");
}

TEST_CASE("the counts in metrics.json are exact", "[contract]") {
  const Workplace here;
  REQUIRE(evaluate(here, ".npz", {"--methods", kMethods}).exit_code == 0);
  const Json actual = Json::parse(read_file(here / "run/metrics.json"));
  const Json expected = Json::parse(read_file(kFixture / "expected/metrics.json"));
  REQUIRE(actual["data"] == expected["data"]);
  for (const auto& [name, method] : expected["methods"].items())
    if (name == "entropy" || name == "margin" || name == "max_prob")
      for (std::size_t i = 0; i < method["points"].size(); ++i)
        for (const auto* share : {"coverage", "accuracy", "kept_accuracy", "sent_accuracy"})
          REQUIRE(actual["methods"][name]["points"][i][share] == method["points"][i][share]);
}

TEST_CASE("the intervals of differences are ordered and lie around the difference", "[contract]") {
  const Workplace here;
  REQUIRE(evaluate(here, ".npz").exit_code == 0);
  const Json metrics = Json::parse(read_file(here / "run/metrics.json"));
  for (const auto& c : metrics["comparisons"]) {
    INFO(c.dump());
    REQUIRE(c["ci_low"].get<double>() <= c["ci_high"].get<double>());
    REQUIRE(c["ci_low"].get<double>() <= c["delta"].get<double>() + 0.05);
    REQUIRE(c["ci_high"].get<double>() >= c["delta"].get<double>() - 0.05);
  }
}

TEST_CASE("curves.csv has the contract's columns, rows and numbers", "[contract]") {
  const Workplace here;
  REQUIRE(evaluate(here, ".npz", {"--methods", kMethods}).exit_code == 0);
  const auto actual = split(read_file(here / "run/curves.csv"), '\n');
  const auto expected = split(read_file(kFixture / "expected/curves.csv"), '\n');
  REQUIRE(actual.size() == expected.size());
  REQUIRE(
      actual[0] ==
      "method,target_coverage,coverage,threshold,accuracy,ci_low,ci_high,matched_accuracy,kept_accuracy,sent_accuracy,latency_ms,energy_mj,macs,tuned_coverage,coverage_error,oracle_agreement,missed_help,useless_send,harmful_send,latency_p50_ms,latency_p95_ms,latency_p99_ms,deadline_misses");
  REQUIRE(actual[0] == expected[0]);
  for (std::size_t line = 1; line < expected.size(); ++line) {
    INFO(actual[line] << "\n" << expected[line]);
    const auto a = split(actual[line], ','), e = split(expected[line], ',');
    REQUIRE(a.size() == e.size());
    REQUIRE(a[0] == e[0]);
    for (std::size_t cell = 1; cell < e.size(); ++cell) {
      REQUIRE(a[cell].empty() == e[cell].empty());
      if (!e[cell].empty())
        REQUIRE(*parse_double(a[cell]) == Approx(*parse_double(e[cell])).epsilon(1e-9).margin(1e-9));
    }
  }
}

TEST_CASE("an .npz, a folder of .npy and a CSV file give the same evaluation", "[contract]") {
  const Workplace npz, folder, csv;
  REQUIRE(evaluate(npz, ".npz").exit_code == 0);
  REQUIRE(evaluate(folder, "").exit_code == 0);
  REQUIRE(evaluate(csv, ".csv").exit_code == 0);
  for (const auto* file : {"run/metrics.json", "run/curves.csv", "run/summary.txt"})
    REQUIRE(read_file(npz / file) == read_file(folder / file));
  // The last line names the inputs, which are other files.
  const auto without_foot = [](const Workplace& here) {
    const std::string table = read_file(here / "run/table.md");
    const auto foot = table.rfind("\nMade by hybrid evaluate ");
    REQUIRE(foot != std::string::npos);
    return table.substr(0, foot);
  };
  REQUIRE(without_foot(npz) == without_foot(folder));
  // A CSV file has no `meta`, hence no MACs; all else is equal to the last digit.
  const auto without_macs = [](const Workplace& here) {
    Json json = Json::parse(read_file(here / "run/metrics.json"));
    for (auto& [name, method] : json["methods"].items())
      for (auto& point : method["points"]) point["macs"] = nullptr;
    for (auto& row : json["budgets"][0]["points"])
      if (!row["point"].is_null()) row["point"]["macs"] = nullptr;
    return json;
  };
  REQUIRE(without_macs(npz) == without_macs(csv));
}

TEST_CASE("all methods are reported in their order, the router with its own measures", "[contract]") {
  const Workplace here;
  REQUIRE(evaluate(here, ".npz").exit_code == 0);
  const Json methods = Json::parse(read_file(here / "run/metrics.json"))["methods"];
  std::vector<std::string> names;
  for (const auto& [name, method] : methods.items()) names.push_back(name);
  REQUIRE(names == std::vector<std::string>{"on_device", "on_cloud", "random", "entropy", "margin",
                                            "max_prob", "entropy_calibrated", "margin_calibrated",
                                            "max_prob_calibrated", "energy", "knn", "logistic", "two_head",
                                            "router", "l2d_ce", "l2d_ova", "auto", "oracle"});
  REQUIRE(methods["router"]["router"]["brier"].is_number());
  REQUIRE(methods["router"]["router"]["ece"].is_number());
  int count = 0;
  for (const auto& bin : methods["router"]["router"]["reliability"]) {
    REQUIRE((bin.size() == 3 && bin["predicted"].is_number() && bin["observed"].is_number()));
    count += bin["count"].get<int>();
  }
  REQUIRE(count == 80);
  REQUIRE(methods["router"]["points"][0]["macs"].get<double>() >
          methods["entropy"]["points"][0]["macs"].get<double>() - 6e7);
}

TEST_CASE("an evaluation ends with the files of a run", "[contract]") {
  const Workplace here;
  REQUIRE(evaluate(here, ".npz").exit_code == 0);
  for (const auto* file :
       {"config.yaml", "manifest.json", "metrics.json", "curves.csv", "table.md", "pareto.gp"})
    REQUIRE(fs::exists(here / "run" / file));
  REQUIRE_FALSE(fs::exists(here / "run/split.csv"));  // there was nothing to split
}

TEST_CASE("the manifest of an evaluation has the contract's keys, and names the run", "[contract]") {
  const Workplace here;
  REQUIRE(evaluate(here, ".npz").exit_code == 0);
  const Json manifest = Json::parse(read_file(here / "run/manifest.json"));
  for (const auto* key : {"schema_version", "results_version", "command_line", "experiment", "hash", "code",
                          "build", "libraries", "machine", "seed", "started", "ended", "seconds",
                          "peak_memory_mb", "inputs", "outputs", "warnings"}) {
    INFO(key);
    REQUIRE(manifest.contains(key));
  }
  REQUIRE(manifest["schema_version"] == 1);
  REQUIRE(manifest["results_version"] == 1);
  REQUIRE(manifest["experiment"]["name"] == "run");
  for (const auto* key : {"role", "path", "sha256", "bytes"}) REQUIRE(manifest["outputs"][0].contains(key));
}

}  // namespace
}  // namespace hybrid::test
