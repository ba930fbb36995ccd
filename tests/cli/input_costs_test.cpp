// Costs of single inputs, prices, deadlines and recalibration, from the prediction sets to what the programs
// print.

#include <array>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "core/seed.h"
#include "core/text.h"
#include "predictions/npz.h"
#include "support/json_output.h"
#include "support/workplace.h"

namespace hybrid::test {
namespace {

using Catch::Matchers::Contains;
using Json = nlohmann::ordered_json;

/// The pair of the workplace, saved again with costs of single inputs as `b.npz` and `g.npz`.
struct WorkplaceWithCosts : Workplace {
  WorkplaceWithCosts() {
    Rng rng = SeedTree(1).at("costs").rng();
    std::vector<double> bytes, device, cloud;
    for (int i = 0; i < 200; ++i) {
      bytes.push_back(rng.uniform(1000, 60000));
      device.push_back(rng.uniform(100, 300));
      cloud.push_back(rng.uniform(10, 50));
    }
    save("base.npz", "b.npz",
         {predictions::npy_view("payload_bytes", bytes), predictions::npy_view("latency_ms", device)});
    save("cloud.npz", "g.npz", {predictions::npy_view("latency_ms", cloud)});
  }

  Outcome evaluate_costs(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments{
        "evaluate",    "--base",    "b.npz",
        "--cloud",     "g.npz",     "--out",
        "run",         "--methods", "on_device,on_cloud,random,max_prob,oracle",
        "--bootstrap", "100"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run("hybrid", arguments);
  }

 private:
  void save(const char* from, const char* to, std::vector<predictions::NpyArray> arrays) const {
    const predictions::NpzFile file(path() / from);
    const auto labels = file.read<std::int32_t>("labels");
    const auto logits = file.read<float>("logits");
    arrays.push_back(predictions::npy_view("labels", labels));
    arrays.push_back(predictions::npy_view("logits", std::span<const float>(logits), {200, 3}));
    arrays.push_back(predictions::npy_scalar_text("meta", R"({"macs": 1e6, "input_bytes": 784})"));
    predictions::write_npz(path() / to, arrays);
  }
};

TEST_CASE("a profile of parts prices every input by itself, and the run keeps the costs", "[cli]") {
  const WorkplaceWithCosts here;
  const Outcome outcome = here.evaluate_costs({"--profile", "stm32f746-nbiot", "--deadline", "2500"});
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  REQUIRE_THAT(outcome.err, !Contains("not used"));
  REQUIRE_THAT(read_file(here / "run/table.md"),
               Contains("Measured on single inputs and used: `payload_bytes`"));
  REQUIRE_THAT(outcome.out,
               Contains("Measured on single inputs and used: `payload_bytes`") && Contains("late, %"));
  const predictions::NpzFile stored(here / "run/predictions/outcomes-test.npz");
  for (const auto* key : {"payload_bytes", "device_latency_ms", "cloud_latency_ms"})
    REQUIRE(stored.read<double>(key).size() == 100);

  const Json point = Json::parse(read_file(here / "run/metrics.json"))["methods"]["max_prob"]["points"][0];
  REQUIRE(point["latency_p50_ms"] < point["latency_p95_ms"]);
  REQUIRE(point["latency_p95_ms"] < point["latency_p99_ms"]);
  REQUIRE(point["deadline_misses"].get<double>() > 0);
}

TEST_CASE("a budget is kept on the tuning split with each input's own cost", "[cli]") {
  const WorkplaceWithCosts here;
  REQUIRE(here.evaluate_costs({"--profile", "stm32f746-nbiot"}).exit_code == 0);
  const Json json = json_of(here.run("hybrid", {"tune", "--run", "run", "--latency", "700", "--json"}));
  const double threshold = json["points"][0]["threshold"].get<double>();
  const predictions::NpzFile tune(here / "run/predictions/outcomes-tune.npz");
  const auto scores = tune.read<double>("score_max_prob"), bytes = tune.read<double>("payload_bytes"),
             device = tune.read<double>("device_latency_ms"), cloud = tune.read<double>("cloud_latency_ms");
  const auto mean_at = [&](double t) {
    double sum = 0;
    for (std::size_t i = 0; i < scores.size(); ++i)
      sum += device[i] + (scores[i] > t ? bytes[i] * 8 / 110 + cloud[i] : 0);
    return sum / static_cast<double>(scores.size());
  };
  REQUIRE(mean_at(threshold) <= 700);
  // The next input in line would break the budget.
  REQUIRE(mean_at(std::nextafter(threshold, -1.0)) > 700);
}

TEST_CASE("a budget below what the device takes names the nearest, which can be met", "[cli]") {
  const WorkplaceWithCosts here;
  REQUIRE(here.evaluate_costs({"--profile", "stm32f746-nbiot"}).exit_code == 0);
  const Outcome outcome = here.run("hybrid", {"tune", "--run", "run", "--latency", "90"});
  require_refusal(outcome, 5, "nearest: --latency ");
  const std::string word = "nearest: --latency ";
  const auto at = outcome.err.find(word) + word.size();
  const std::string nearest = outcome.err.substr(at, outcome.err.find('\n', at) - at);
  REQUIRE(here.run("hybrid", {"tune", "--run", "run", "--latency", nearest}).exit_code == 0);
}

TEST_CASE("costs that only one of tuning and test data has are not used", "[cli]") {
  const WorkplaceWithCosts here;
  const Outcome outcome = here.evaluate_costs(
      {"--tune-base", "base.npz", "--tune-cloud", "cloud.npz", "--profile", "stm32f746-nbiot"});
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  REQUIRE_THAT(outcome.err, Contains("b.npz: payload_bytes is not used, because base.npz has none"));
  REQUIRE_THAT(outcome.out + read_file(here / "run/table.md"), !Contains("Measured on single inputs"));
}

TEST_CASE("halves that tune each other keep their costs in order", "[cli]") {
  const WorkplaceWithCosts here;
  REQUIRE(here.evaluate_costs({"--exchange", "--profile", "stm32f746-nbiot"}).exit_code == 0);
  const predictions::NpzFile stored(here / "run/predictions/outcomes-test.npz"), given(here / "b.npz");
  REQUIRE(stored.read<double>("payload_bytes") == given.read<double>("payload_bytes"));
  REQUIRE(json_of(here.run("hybrid",
                           {"tune", "--run", "run", "--latency", "700", "--json"}))["points"][0]["threshold"]
              .is_number());
}

TEST_CASE("a price tunes to the cut that is worth most, and a higher one sends less", "[cli]") {
  const Workplace here;
  REQUIRE(here.evaluate().exit_code == 0);
  const Outcome text = here.run("hybrid", {"tune", "--run", "run", "--price", "0.1"});
  REQUIRE_THAT(text.out, Contains("max_prob's score is no expected gain") && Contains("net value") &&
                             Contains("correct"));
  const Json json = json_of(here.run("hybrid", {"tune", "--run", "run", "--price", "0,0.2,5", "--json"}));
  const auto coverage = [&](std::size_t i) { return json["points"][i]["tuned_coverage"].get<double>(); };
  REQUIRE(coverage(0) <= coverage(1));
  REQUIRE(coverage(2) == 1);
  REQUIRE(json["points"][2]["net_value"] == 0);
  REQUIRE(json["points"][1]["asked"]["price"] == 0.2);
  const Json valued = json_of(
      here.run("hybrid", {"tune", "--run", "run", "--value", "1000,1e6", "--value-of", "latency", "--json"}));
  REQUIRE(valued["points"][0]["tuned_coverage"] == 1);  // 2000 ms for a gain of at most 1000
  REQUIRE(valued["points"][1]["tuned_coverage"].get<double>() < 1);
  REQUIRE(valued["points"][1]["asked"]["value_of"] == "latency");
}

TEST_CASE("prices that say too little or too much are refused", "[cli]") {
  const Workplace here;
  REQUIRE(here.evaluate().exit_code == 0);
  const auto refuse = [&](std::vector<std::string> more, const std::string& message) {
    more.insert(more.begin(), {"tune", "--run", "run"});
    require_refusal(here.run("hybrid", more), 2, message);
  };
  refuse({"--price", "0.1", "--latency", "600"}, "a price decides alone");
  refuse({"--price", "0.1", "--value", "3", "--value-of", "latency"}, "either --price or --value");
  refuse({"--price", "-1"}, "--price takes numbers >= 0");
  refuse({"--value", "3"}, "--value and --value-of go together");
  refuse({"--value-of", "energy"}, "--value and --value-of go together");
  refuse({"--value", "3", "--value-of", "enrgy"}, "did you mean 'energy'");
  refuse({"--price", "0.1", "--method", "random"}, "need a method with scores");
  refuse({"--price", "0.1", "--recalibrate", "unlabeled"}, "--recalibrate unlabeled keeps");
  refuse({"--accuracy", "0.8", "--recalibrate", "unlabeled"}, "--accuracy needs labels");
  refuse({"--coverage", "0.8", "--recalibrate", "labeled"}, "must be one of none, unlabeled");
  refuse({"--coverage", "0.8", "--deadline", "0"}, "--deadline is 0, must be a finite number > 0, or none");
}

TEST_CASE("a value of a resource without a price says why", "[cli]") {
  const Workplace here;
  here.file("base.csv", "label,p0,p1\n0,0.9,0.1\n1,0.4,0.6\n0,0.3,0.7\n1,0.2,0.8\n");
  require_refusal(here.run("hybrid", {"tune", "--base", "base.csv", "--cloud", "base.csv", "--method",
                                      "max_prob", "--value", "1", "--value-of", "macs"}),
                  2, "--value-of macs cannot be used");
}

TEST_CASE("recalibrated without labels, every coverage on test is on target", "[cli]") {
  const Workplace here;
  const Outcome outcome = here.evaluate({"--recalibrate", "unlabeled", "--coverage", "0.9,0.5"});
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  REQUIRE_THAT(outcome.out, Contains("thresholds from their own scores, without labels"));
  REQUIRE_THAT(read_file(here / "run/table.md"), Contains("labels are not used"));
  REQUIRE_THAT(read_file(here / "run/config.yaml"), Contains("recalibrate: unlabeled"));
  for (const auto& line : split(read_file(here / "run/curves.csv"), '\n'))
    if (line.starts_with("max_prob,") || line.starts_with("entropy,"))
      REQUIRE(split(line, ',')[1] == split(line, ',')[2]);
  const Json tuned = json_of(here.run(
      "hybrid", {"tune", "--run", "run", "--coverage", "0.7", "--recalibrate", "unlabeled", "--json"}));
  REQUIRE(tuned["recalibrate"] == "unlabeled");
  REQUIRE(tuned["points"][0]["coverage"] == 0.7);
}

TEST_CASE("repeats are recalibrated like the first split", "[cli]") {
  const Workplace here;
  const Outcome outcome =
      here.evaluate({"--recalibrate", "unlabeled", "--repeats", "3", "--coverage", "0.5"});
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  const Json json = Json::parse(read_file(here / "run/repeats.json"));
  int seen = 0;
  for (const auto& row : json["accuracies"])
    if (row["target_coverage"] == 0.5) {
      REQUIRE(row["coverage"]["mean"] == 0.5);
      ++seen;
    }
  REQUIRE(seen > 0);
}

TEST_CASE("outages and timeouts come from the config and are checked there", "[cli]") {
  const Workplace here;
  const Outcome outcome =
      here.evaluate({"--set", "evaluation.outages=[0.5]", "--set", "evaluation.timeout_ms=100", "--json"});
  const Json json = json_of(outcome);
  for (const auto& row : json["outages"]) REQUIRE(row["outage"] == 0.5);
  const Json& point = json["methods"]["max_prob"]["points"][0];
  const Json& remains = json["outages"][0];
  REQUIRE(remains["method"] == "max_prob");
  REQUIRE(remains["latency_ms"].get<double>() ==
          Approx(200 + (1 - point["coverage"].get<double>()) * (0.5 * 2000 + 0.5 * 100)));
  for (const auto* wrong : {"evaluation.outages=[1.5]", "evaluation.timeout_ms=-1",
                            "evaluation.deadline_ms=0", "evaluation.recalibrate=labels"})
    REQUIRE(here.evaluate({"--set", wrong, "--out", "other"}).exit_code == 3);
}

}  // namespace
}  // namespace hybrid::test
