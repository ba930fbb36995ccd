// More than two tiers, from prediction sets to thresholds.

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "core/seed.h"
#include "core/text.h"
#include "predictions/npz.h"
#include "report/plain_text.h"
#include "support/csv_records.h"
#include "support/json_output.h"
#include "support/workplace.h"

namespace hybrid::test {
namespace {

using Catch::Matchers::Contains;
using Json = nlohmann::ordered_json;

constexpr std::size_t kExamples = 400;

/// One tier's answers and its score for sending on.
struct Tier {
  std::string name;
  std::vector<std::int32_t> labels, predicted;
  std::vector<double> scores;
};

/// Sets of three tiers, `device.npz` to `cloud.npz`, and `tune-device.npz` and so on of other examples. Every
/// tier has an own score.
struct TierPlace : Workplace {
  std::vector<Tier> tiers, tune_tiers;

  TierPlace() {
    tiers = made("", 1);
    tune_tiers = made("tune-", 2);
  }

  std::vector<Tier> made(const std::string& prefix, std::uint64_t seed) const {
    std::vector<Tier> all{{"device", {}, {}, {}}, {"gateway", {}, {}, {}}, {"cloud", {}, {}, {}}};
    Rng rng = SeedTree(seed).at("tiers").rng();
    for (std::size_t i = 0; i < kExamples; ++i) {
      const auto label = static_cast<std::int32_t>(rng.below(4));
      const double difficulty = rng.uniform();
      for (std::size_t t = 0; t < 3; ++t) {
        const bool right = rng.uniform() < 1.15 - difficulty * (1.1 - 0.4 * static_cast<double>(t));
        all[t].labels.push_back(label);
        all[t].predicted.push_back(right ? label : (label + 1) % 4);
        all[t].scores.push_back(difficulty + 0.2 * rng.normal());
      }
    }
    double macs = 1e6;
    for (const Tier& tier : all) {
      save(prefix + tier.name + ".npz", tier, macs);
      macs *= 20;
    }
    return all;
  }

  void save(const std::string& name, const Tier& tier, double macs) const {
    predictions::write_npz(
        path() / name,
        std::vector{
            predictions::npy_view("labels", tier.labels), predictions::npy_view("predicted", tier.predicted),
            predictions::npy_view("scores", tier.scores),
            predictions::npy_scalar_text("meta", Json{{"macs", macs}, {"input_bytes", 1000}}.dump())});
  }

  static std::vector<std::string> arguments(std::vector<std::string> first,
                                            const std::vector<std::string>& more = {}) {
    first.insert(first.end(), {"--base", "device.npz", "--cloud", "gateway.npz", "--cloud", "cloud.npz"});
    first.insert(first.end(), more.begin(), more.end());
    return first;
  }
};

const std::vector<std::string> kTuneSets{"--tune-base",      "tune-device.npz", "--tune-cloud",
                                         "tune-gateway.npz", "--tune-cloud",    "tune-cloud.npz"};

std::vector<std::string> and_more(std::vector<std::string> first, const std::vector<std::string>& more) {
  first.insert(first.end(), more.begin(), more.end());
  return first;
}

double threshold_in(const Json& stage) {
  if (stage["threshold"].is_number()) return stage["threshold"].get<double>();
  return stage["sends_all"] == true ? -1e300 : 1e300;
}

/// Follows every input through the tiers with these names.
void require_walk(const Json& cascade, const std::vector<Tier>& tiers, const std::vector<double>& hop_ms,
                  double device_ms) {
  std::vector<Tier> used;
  for (const auto& name : cascade["tiers"])
    for (const Tier& tier : tiers)
      if (tier.name == name) used.push_back(tier);
  double right = 0, ms = 0;
  std::vector<double> ends(used.size(), 0);
  for (std::size_t i = 0; i < kExamples; ++i) {
    std::size_t at = 0;
    ms += device_ms;
    while (at + 1 < used.size() && used[at].scores[i] > threshold_in(cascade["thresholds"][at]))
      ms += hop_ms[at++];
    ends[at] += 1;
    right += used[at].predicted[i] == used[at].labels[i] ? 1 : 0;
  }
  REQUIRE(cascade["accuracy"].get<double>() == Approx(right / kExamples));
  REQUIRE(cascade["latency_ms"].get<double>() == Approx(ms / kExamples));
  for (std::size_t t = 0; t < ends.size(); ++t)
    REQUIRE(cascade["ends"][t].get<double>() == Approx(ends[t] / kExamples));
}

TEST_CASE("what evaluate says of three tiers is what a walk from tier to tier gives", "[cli][tiers]") {
  const TierPlace here;
  const Outcome made =
      here.run("hybrid", TierPlace::arguments({"evaluate", "--out", "run", "--methods", "own"}, kTuneSets));
  INFO(made.err);
  REQUIRE(made.exit_code == 0);
  for (const auto& line : split(made.out, '\n')) {
    CAPTURE(line);
    REQUIRE(report::characters_in(line) <= 100);
  }
  REQUIRE_THAT(made.out, Contains("Three tiers compared with the best two of them") &&
                             Contains("+ gateway") && Contains("+ cloud") &&
                             Contains("profile paper-table3 prices every hop"));
  REQUIRE_THAT(here.run("hybrid", {"rerun", "run"}).out, Contains("bit for bit the same"));
  const Json json = Json::parse(read_file(here / "run/tiers.json"));
  REQUIRE(json["points"].size() == 7);  // four latencies, three shares
  for (const auto& point : json["points"]) {
    CAPTURE(point.dump());
    require_walk(point["all"], here.tiers, {2000, 2000}, 200);
    for (const auto& pair : point["pairs"]) require_walk(pair, here.tiers, {2000}, 200);
    if (point["asked"].contains("latency"))
      REQUIRE(point["delta_low"].get<double>() <= point["delta"].get<double>());
  }
  REQUIRE(csv_records(here / "run/tiers.csv").size() == 1 + 7 * 3);

  // tune gives the same thresholds.
  const Json tuned = json_of(here.run(
      "hybrid", TierPlace::arguments(
                    {"tune", "--latency", shortest(json["points"][0]["asked"]["latency"].get<double>()),
                     "--method", "own", "--json"},
                    kTuneSets)));
  REQUIRE(tuned["points"][0] == json["points"][0]);
}

TEST_CASE("each hop can have a profile of its own, and a relay does not run its model", "[cli][tiers]") {
  const TierPlace here;
  const auto lumps = [&](const char* name, double always, double sent) {
    here.file(name,
              fmt::format("name: {}\nkind: lumps\nlumps:\n  latency_ms: {{always: {}, if_sent: {}, source: "
                          "assumed for a test}}\n",
                          std::filesystem::path(name).stem().string(), always, sent));
  };
  lumps("near.yaml", 10, 100);
  lumps("far.yaml", 5, 1000);
  const std::vector<std::string> profiles{"--profile", "near.yaml", "--profile", "far.yaml"};
  const Json json = json_of(here.run(
      "hybrid", TierPlace::arguments({"tune", "--latency", "30,150,400", "--method", "own", "--json"},
                                     and_more(kTuneSets, profiles))));
  for (const auto& point : json["points"]) {
    CAPTURE(point.dump());
    require_walk(point["all"], here.tiers, {100, 1000}, 10);
    require_walk(point["pairs"][0], here.tiers, {100}, 10);
    require_walk(point["pairs"][1], here.tiers, {1100}, 10);  // through the gateway
    REQUIRE(point["all"]["tuned_accuracy"].get<double>() >=
            point["pairs"][0]["tuned_accuracy"].get<double>());
  }
  require_refusal(here.run("hybrid", TierPlace::arguments({"tune", "--latency", "9"}, profiles)), 5,
                  "the device alone takes 10 ms");
  require_refusal(here.run("hybrid", TierPlace::arguments({"tune", "--latency", "90"},
                                                          and_more(profiles, {"--profile", "far.yaml"}))),
                  2, "--profile is given 3 times");
}

TEST_CASE("tiers in the wrong order are told with the numbers", "[cli][tiers]") {
  const TierPlace here;
  const Outcome outcome =
      here.run("hybrid", {"tune", "--base", "device.npz", "--cloud", "cloud.npz", "--cloud", "gateway.npz",
                          "--coverage", "0.8", "--method", "own"});
  REQUIRE(outcome.exit_code == 0);
  REQUIRE_THAT(outcome.err, Contains("warning: cloud is right on ") && Contains("gateway after it on ") &&
                                Contains("cloud takes 4e+08 MACs, gateway after it 2e+07: tiers go from the "
                                         "cheapest to the most accurate"));
}

TEST_CASE("tiers that do not belong together are refused by name", "[cli][tiers]") {
  const TierPlace here;
  const auto refused = [&](const std::string& second, const std::string& third, int code,
                           const std::string& message) {
    require_refusal(here.run("hybrid", {"tune", "--base", "device.npz", "--cloud", second, "--cloud", third,
                                        "--coverage", "0.8"}),
                    code, message);
  };
  refused("gateway.npz", "gateway.npz", 4, "gateway.npz: makes the same predictions as gateway.npz");
  refused("device.npz", "cloud.npz", 4, "device.npz: makes the same predictions as device.npz");
  refused("gateway.npz", "tune-cloud.npz", 4, "tune-cloud.npz: row ");
  refused("gateway.npz", "cloud.npz,other.npz", 4, "cloud.npz,other.npz: does not exist");
  require_refusal(here.run("hybrid", TierPlace::arguments({"tune", "--coverage", "0.8"},
                                                          {"--cloud", "a", "--cloud", "b"})),
                  2, "5 tiers are given, at most 4");
}

TEST_CASE("what is only for two tiers says so", "[cli][tiers]") {
  const TierPlace here;
  for (const std::vector<std::string>& option :
       std::vector<std::vector<std::string>>{{"--cross-fit"},
                                             {"--repeats", "3"},
                                             {"--tune-limit", "50"},
                                             {"--bootstrap", "200"},
                                             {"--confidence", "95%"},
                                             {"--battery", "225mAh@3V", "--rate", "60/h"},
                                             {"--recalibrate", "unlabeled"},
                                             {"--deadline", "900"},
                                             {"--methods", "max_prob,own"},
                                             {"--full-curve", "c.csv"}}) {
    CAPTURE(option[0]);
    require_refusal(here.run("hybrid", TierPlace::arguments({"evaluate"}, option)), 2, option[0]);
  }
  for (const std::vector<std::string>& command :
       std::vector<std::vector<std::string>>{{"audit"},
                                             {"cost"},
                                             {"abstain"},
                                             {"payload"},
                                             {"entropy"},
                                             {"export-router", "--coverage", "0.8", "--out", "r.c"},
                                             {"tune", "--payload", "auto", "--coverage", "0.8"}}) {
    CAPTURE(command[0]);
    require_refusal(here.run("hybrid", TierPlace::arguments(command)), 2, "--cloud is given several times");
  }
  for (const std::vector<std::string>& asked :
       std::vector<std::vector<std::string>>{{"--accuracy", "0.9"}, {"--price", "0.1"}})
    require_refusal(here.run("hybrid", TierPlace::arguments({"tune"}, asked)), 2,
                    "several --cloud are tuned to budgets");
  for (const std::vector<std::string>& asked :
       std::vector<std::vector<std::string>>{{"--sent", "0.1", "--confidence", "95%"},
                                             {"--threshold", "0.5"},
                                             {"--sent", "0.1", "--battery", "225mAh@3V", "--rate", "60/h"}})
    require_refusal(here.run("hybrid", TierPlace::arguments({"tune"}, asked)), 2,
                    "with several --cloud, leave out --confidence");
  require_refusal(
      here.run("hybrid", {"tune", "--base", "device.npz", "--cloud", "cloud.npz", "--coverage", "0.8",
                          "--profile", "paper-table3", "--profile", "paper-table3"}),
      2, "--profile is given several times; give it once, or once for each hop with several --cloud");
  for (const std::vector<std::string>& command :
       std::vector<std::vector<std::string>>{{"evaluate"}, {"tune", "--coverage", "0.8"}}) {
    std::vector<std::string> words = command;
    words.insert(words.end(), {"--base", "device.npz", "--cloud", "gateway.npz,cloud.npz"});
    require_refusal(here.run("hybrid", words), 4,
                    "is not there; a list is for `hybrid tune --payload auto`, several tiers repeat --cloud");
  }
  REQUIRE(
      here.run("hybrid", TierPlace::arguments({"evaluate", "--out", "run", "--methods", "own"})).exit_code ==
      0);
  require_refusal(here.run("hybrid", {"tune", "--run", "run", "--coverage", "0.8"}), 4,
                  "is of more than two tiers");
}

}  // namespace
}  // namespace hybrid::test
