// What evaluate, tune and audit say of outputs that mean something else, of numbers in another unit, and of
// profiles that leave a number out.

#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <regex>

#include "core/text.h"
#include "predictions/npz.h"
#include "support/workplace.h"

namespace hybrid::test {
namespace {

using Catch::Matchers::Contains;
using Json = nlohmann::ordered_json;

const std::vector<std::string> kMaxProb{"--base", "base.npz", "--cloud", "cloud.npz", "--method", "max_prob"};

std::vector<std::string> with(std::vector<std::string> options, const std::vector<std::string>& more) {
  options.insert(options.end(), more.begin(), more.end());
  return options;
}

Outcome tune(const Workplace& here, const std::vector<std::string>& more) {
  return here.run("hybrid", with(with({"tune"}, kMaxProb), more));
}

/// Returns the printed text with one blank where a table has several.
std::string columns(const Outcome& outcome) {
  return std::regex_replace(outcome.out, std::regex(" +"), " ");
}

/// Puts a column for the background before the logits of the set.
void add_background(const Workplace& here, const char* name) {
  const predictions::NpzFile file(here / name);
  const auto labels = file.read<std::int32_t>("labels");
  const auto logits = file.read<float>("logits");
  std::vector<float> more;
  for (std::size_t i = 0; i < logits.size(); ++i) {
    if (i % 3 == 0) more.push_back(-9);
    more.push_back(logits[i]);
  }
  predictions::write_prediction_set(here / name, labels, more);
}

TEST_CASE("evaluate, tune and audit say of a background class what it costs, in the same words", "[cli]") {
  const Workplace here;
  write_pair(here.path(), 400);
  const Outcome sound = tune(here, {"--coverage", "0.8"});
  REQUIRE_THAT(sound.err, !Contains("warning"));
  add_background(here, "base.npz");
  const std::string told = "with every predicted class one lower it would be ";
  const std::string line = "warning: base.npz: right on ";
  const Outcome tuned = tune(here, {"--coverage", "0.8"});
  REQUIRE_THAT(tuned.err, Contains(line) && Contains(told) && Contains("leave out the first column"));
  const auto start = tuned.err.find(line);
  const std::string warning = tuned.err.substr(start, tuned.err.find('\n', start) - start);
  REQUIRE_THAT(here.evaluate().err, Contains(warning));
  const Outcome audited = here.run("hybrid", with(with({"audit"}, kMaxProb), {"--json"}));
  INFO(audited.err);
  const Json first = Json::parse(audited.out)["warnings"][0];
  REQUIRE(first["check"] == "class order");
  REQUIRE(warning ==
          "warning: " + first["evidence"].get<std::string>() + "; " + first["next"].get<std::string>());
}

TEST_CASE("swapped sets, one set given twice and a small test part are told", "[cli]") {
  const Workplace here;
  const auto evaluated = [&](const std::string& base, const std::string& cloud) {
    return here.run("hybrid", {"evaluate", "--base", base, "--cloud", cloud, "--methods", "max_prob",
                               "--bootstrap", "100", "--out", base + cloud});
  };
  REQUIRE_THAT(evaluated("cloud.npz", "base.npz").err,
               Contains("are the two sets swapped?") && Contains("the base has more MACs"));
  REQUIRE_THAT(evaluated("base.npz", "base.npz").err, Contains("was one file given twice?"));
  write_pair(here.path(), 40);
  REQUIRE_THAT(tune(here, {"--coverage", "0.5"}).err,
               Contains("warning: 20 tuning and 20 test examples") && Contains("accuracies to +-22"));
}

TEST_CASE("budgets may carry units, and a refusal names the unit", "[cli]") {
  const Workplace here;
  const auto point = [&](const std::vector<std::string>& more) {
    const Outcome outcome = tune(here, with(more, {"--json"}));
    INFO(outcome.err);
    REQUIRE(outcome.exit_code == 0);
    return Json::parse(outcome.out)["points"];
  };
  const Json plain = point({"--latency", "1400"});
  for (const auto* word : {"1400ms", "1400 ms", "1.4s", "1.4 s", "1400000us"})
    REQUIRE(point({"--latency", word}) == plain);
  REQUIRE(point({"--energy", "0.1J"}) == point({"--energy", "100"}));
  REQUIRE(point({"--energy", "100 mJ"}) == point({"--energy", "100000uJ"}));
  REQUIRE(point({"--macs", "12.8M"}) == point({"--macs", "12.8e6"}));
  REQUIRE(point({"--coverage", "80 %"}) == point({"--coverage", "0.8"}));
  REQUIRE(point({"--accuracy", "70 %"}) == point({"--accuracy", "70%"}));
  REQUIRE(point({"--coverage", "0.8", "--deadline", "2.5s"}) ==
          point({"--coverage", "0.8", "--deadline", "2500"}));
  require_refusal(tune(here, {"--latency", "1400 mJ"}), 2,
                  "--latency takes numbers >= 0 in ms (600) or with a unit (0.6s), not '1400 mJ'");
  require_refusal(tune(here, {"--energy", "1s"}), 2, "in mJ (50) or with a unit (0.05J), not '1s'");
  require_refusal(tune(here, {"--macs", "12 MFLOPs"}), 2, "in MACs (12.8e6) or with a prefix (12.8M)");
  require_refusal(tune(here, {"--coverage", "0.8", "--deadline", "2 kg"}), 2,
                  "in ms (600) or with a unit (0.6s)");
  // The same rule for flags of evaluate, which are keys of its config, and for the itemised costs.
  REQUIRE(here.evaluate({"--latency", "0.6s,1s"}).exit_code == 0);
  REQUIRE_THAT(read_file(here / "run/budgets.csv"), Contains(",600,") && Contains(",1000,"));
  const auto ledger = [&](const std::string& macs) {
    return here.run("hybrid", {"cost", "--ledger", "--profile", "stm32f746-nbiot", "--base-macs", macs,
                               "--input-bytes", "27KiB"});
  };
  REQUIRE(ledger("12.79M").out == ledger("12.79e6").out);
  require_refusal(ledger("12.79"), 2, "--base-macs is 12.79, must be a whole number of multiply-accumulates");
}

TEST_CASE("MACs in millions are refused, and the message's advice works", "[cli]") {
  const Workplace here;
  const predictions::NpzFile file(here / "base.npz");
  const auto labels = file.read<std::int32_t>("labels");
  const auto logits = file.read<float>("logits");
  const auto with_macs = [&](const nlohmann::json& macs) {
    predictions::write_prediction_set(here / "base.npz", labels, logits, {},
                                      {{"macs", macs}, {"input_bytes", 784}});
    return tune(here, {"--latency", "2s", "--profile", "stm32f746-nbiot"});
  };
  require_refusal(with_macs(12.8), 4, "base.npz: meta.macs is 12.8, must be a whole number");
  require_refusal(with_macs(0.0128), 4, "0.0128e9 or \"0.0128G\"");
  const Outcome text = with_macs("12.8M");
  REQUIRE(text.exit_code == 0);
  REQUIRE(with_macs(12.8e6).out == text.out);
  REQUIRE_THAT(with_macs(128).err, Contains("meta.macs is 128") && Contains("then write 128e6"));
}

TEST_CASE("a profile without a power has no energy, instead of one that is far too small", "[cli]") {
  const Workplace here;
  here.file(
      "radio.yaml",
      "name: radio\nkind: parts\nparts:\n  device:\n    macs_per_second: 20e6\n    active_power_mw: 15 mW\n"
      "  link:\n    bits_per_second: 700 kbit/s\n  cloud_latency_ms: 1\n");
  const Outcome tuned = tune(here, {"--coverage", "0.5", "--profile", "radio.yaml", "--json"});
  INFO(tuned.err);
  REQUIRE(tuned.exit_code == 0);
  REQUIRE(Json::parse(tuned.out)["points"][0]["energy_mj"].is_null());
  require_refusal(tune(here, {"--energy", "1", "--profile", "radio.yaml"}), 2,
                  "--energy cannot be used: energy: the profile gives no parts.link.transmit_power_mw");
  const Outcome ledger = here.run(
      "hybrid", {"cost", "--ledger", "--profile", "radio.yaml", "--base-macs", "1M", "--input-bytes", "784"});
  REQUIRE_THAT(
      ledger.out,
      Contains("not counted: energy: the profile gives no parts.link.transmit_power_mw") && !Contains("mJ"));
  require_refusal(here.run("hybrid", {"partition", "--profile", "radio.yaml", "--device", "none"}), 2,
                  "parts.link.transmit_power_mw");
}

TEST_CASE("without --latency the budgets suit the profile", "[cli]") {
  const Workplace here;
  here.file("ble.yaml",
            "name: ble\nkind: lumps\nlumps:\n  latency_ms: {always: 2, if_sent: 9}\n  energy_mj: {always: 1, "
            "if_sent: 3}\n");
  const Outcome ble = here.evaluate({"--profile", "ble.yaml", "--out", "ble", "--full"});
  REQUIRE_THAT(columns(ble), Contains("| 3.8 ms | 5.6 ms | 7.4 ms | 8.2 ms |"));
  const Outcome paper = here.evaluate({"--full"});
  REQUIRE_THAT(columns(paper), Contains("| 600 ms | 1000 ms | 1400 ms | 1600 ms |"));
  REQUIRE_THAT(here.run("hybrid", {"cost", "--run", "run", "--profile", "ble.yaml"}).out, Contains("8.2 ms"));
  REQUIRE_THAT(columns(here.evaluate({"--profile", "ble.yaml", "--out", "own", "--latency", "5", "--full"})),
               Contains("| Accuracy in % at | 5 ms |"));
}

}  // namespace
}  // namespace hybrid::test
