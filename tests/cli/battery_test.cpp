// --battery, --rate, --sleep and --life: days of life, and the threshold for them, the same from every
// command.

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "support/json_output.h"
#include "support/workplace.h"

namespace hybrid::test {
namespace {

using Catch::Matchers::Contains;
using Json = nlohmann::ordered_json;
using Words = std::vector<std::string>;

const Words kBattery{"--battery", "225mAh@3V", "--rate", "60/h", "--sleep", "2uW"};
const Words kPair{"--base", "base.npz", "--cloud", "cloud.npz"};

Words with(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

/// Days of life with the profile paper-table3 if this share is sent: 10.368 mJ, 216 mJ on top; 1440 inputs a
/// day; 0.002 mW asleep.
double days_at(double sent) {
  return 225 * 3 * 3600 / (0.002 * 86400 + 1440 * (10.368 + sent * 216));
}

/// Returns the words after `nearest: ` in a refusal.
Words nearest_in(const std::string& text) {
  const auto at = text.find("nearest: ");
  REQUIRE(at != std::string::npos);
  const std::string rest = text.substr(at + 9, text.find('\n', at) - at - 9);
  return {rest.substr(0, rest.find(' ')), rest.substr(rest.find(' ') + 1)};
}

TEST_CASE("evaluate gives the days of life by share sent, in the table and in JSON", "[cli][battery]") {
  const Workplace here;
  const Outcome outcome = here.evaluate(kBattery);
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  const std::string table = read_file(here / "run/table.md");
  REQUIRE_THAT(table, Contains("battery, days") &&
                          Contains("Battery: 2430 J (0.675 Wh), 1440 inputs a day, 0.002 mW asleep") &&
                          Contains("without self-discharge"));
  const Json battery = Json::parse(read_file(here / "run/metrics.json"))["battery"];
  REQUIRE(battery.size() == 1);
  REQUIRE(battery[0]["energy_mj"] == 2430000);
  REQUIRE(battery[0]["life"].size() == 4);  // everything kept, then the three coverages
  REQUIRE(battery[0]["life"][0]["days"].get<double>() == Approx(days_at(0)));
  REQUIRE(battery[0]["life"][0]["days"].get<double>() == Approx(160.9).epsilon(1e-3));
  REQUIRE(battery[0]["life"][2]["coverage"] == 0.8);
  REQUIRE(battery[0]["life"][2]["days"].get<double>() == Approx(days_at(0.2)));
  // Without a battery nothing is said of it.
  REQUIRE(here.evaluate({"--out", "plain"}).exit_code == 0);
  REQUIRE_THAT(read_file(here / "plain/table.md"), !Contains("attery"));
  REQUIRE_FALSE(Json::parse(read_file(here / "plain/metrics.json")).contains("battery"));
}

TEST_CASE("all commands give the same life", "[cli][battery]") {
  const Workplace here;
  REQUIRE(here.evaluate(kBattery).exit_code == 0);
  const Json evaluated = Json::parse(read_file(here / "run/metrics.json"))["battery"][0]["life"][2];
  // `random` is priced at exactly the coverage that it is asked for; the run knows the battery.
  const Json tuned = json_of(
      here.run("hybrid", {"tune", "--run", "run", "--method", "random", "--coverage", "0.8", "--json"}));
  REQUIRE(tuned["points"][0]["battery"]["days"].get<double>() ==
          Approx(evaluated["days"].get<double>()).epsilon(1e-12));
  const Outcome priced = here.run("hybrid", {"cost", "--run", "run", "--methods", "random"});
  const Outcome ledger = here.run("hybrid", with({"cost", "--ledger"}, kBattery));
  const std::string row = fmt::format("{:.3g}\n", days_at(0.2));
  REQUIRE_THAT(priced.out, Contains("battery, days") && Contains(row));
  REQUIRE_THAT(ledger.out, Contains("battery, days") && Contains(row));
}

TEST_CASE("a life becomes the threshold of its energy, also with the battery of the run", "[cli][battery]") {
  const Workplace here;
  REQUIRE(here.evaluate(kBattery).exit_code == 0);
  const Json life = json_of(here.run("hybrid", {"tune", "--run", "run", "--life", "60d", "--json"}));
  const double energy = (225 * 3 * 3600 / 60.0 - 0.002 * 86400) / 1440;
  REQUIRE(life["points"][0]["asked"]["life_days"] == 60);
  REQUIRE(life["points"][0]["target_coverage"].get<double>() == Approx(1 - (energy - 10.368) / 216));
  const Json budget =
      json_of(here.run("hybrid", {"tune", "--run", "run", "--energy", fmt::format("{}", energy), "--json"}));
  REQUIRE(life["points"][0]["threshold"] == budget["points"][0]["threshold"]);
  const Outcome by_flags = here.run(
      "hybrid", with(with({"tune", "--life", "60", "--method", "max_prob", "--json"}, kPair), kBattery));
  REQUIRE(json_of(by_flags)["points"][0]["threshold"] == life["points"][0]["threshold"]);
  // A flag takes precedence over the run's battery: twice the battery, half the saving.
  const Json twice = json_of(
      here.run("hybrid", {"tune", "--run", "run", "--life", "60d", "--battery", "450mAh@3V", "--json"}));
  REQUIRE(twice["points"][0]["target_coverage"].get<double>() <
          life["points"][0]["target_coverage"].get<double>());
  REQUIRE_THAT(here.run("hybrid", {"tune", "--run", "run", "--life", "60d"}).out,
               Contains("life 60 d") && Contains(" days ") && Contains(" days of battery life") &&
                   !Contains("energy 28"));
}

TEST_CASE("export-router --life takes the threshold that tune gives", "[cli][battery]") {
  const Workplace here;
  const Words data = with(kPair, kBattery);
  const Json tuned = json_of(here.run("hybrid", with({"tune", "--life", "30d", "--json"}, data)));
  REQUIRE(tuned["method"] == "auto");
  const Outcome exported =
      here.run("hybrid", with({"export-router", "--life", "30d", "--out", "router.c"}, data));
  INFO(exported.err);
  REQUIRE(exported.exit_code == 0);
  REQUIRE_THAT(
      read_file(here / "router.c"),
      Contains(fmt::format("Threshold {}: life 30 d", tuned["points"][0]["threshold"].get<double>())));
}

TEST_CASE("a life that cannot be had is refused with the nearest that can", "[cli][battery]") {
  const Workplace here;
  for (const Words& words :
       {with(with({"tune", "--method", "max_prob"}, kPair), kBattery),
        with(with({"export-router", "--quiet", "--out", "router.c"}, kPair), kBattery)}) {
    const Outcome refused = here.run("hybrid", with(words, {"--life", "1y"}));
    require_refusal(refused, 5, "life 365 d cannot be had: if nothing is sent, the device takes 10.4 mJ");
    const Words nearest = nearest_in(refused.err);
    REQUIRE(nearest == Words{"--life", "160d"});
    REQUIRE(here.run("hybrid", with(words, nearest)).exit_code == 0);
  }
}

TEST_CASE("a rate that the device cannot keep is refused or told", "[cli][battery]") {
  const Workplace here;
  const Words cell{"tune", "--method", "max_prob", "--battery", "225mAh@3V"};
  // On the device alone an input takes 200 ms.
  const Outcome refused = here.run("hybrid", with(with(cell, kPair), {"--rate", "10/s", "--life", "1h"}));
  require_refusal(refused, 5,
                  "the device cannot keep 864000 inputs a day: if nothing is sent, every input takes "
                  "0.2 s");
  const Words nearest = nearest_in(refused.err);
  REQUIRE(nearest == Words{"--rate", "431000/d"});
  const Outcome slower =
      here.run("hybrid", with(with(cell, kPair), with(nearest, {"--life", "1h", "--json"})));
  INFO(slower.err);
  REQUIRE(json_of(slower)["points"][0]["tuned_coverage"] == 1);
  // What is sent must leave the time, too: at 4/s at most 2.5 % may be sent, whatever the energy.
  const Json some =
      json_of(here.run("hybrid", with(with(cell, kPair), {"--rate", "4/s", "--life", "1h", "--json"})));
  REQUIRE(some["points"][0]["target_coverage"].get<double>() == Approx(0.975));

  const Outcome told = here.run("hybrid", with(with(cell, kPair), {"--rate", "4/s", "--coverage", "0.5"}));
  REQUIRE(told.exit_code == 0);
  REQUIRE_THAT(told.out, Contains("too slow"));
  REQUIRE_THAT(told.err,
               Contains("warning: ≤ 50 % sent: an input takes") && Contains("so the device is never done"));
  REQUIRE(here.evaluate({"--battery", "225mAh@3V", "--rate", "4/s"}).exit_code == 0);
  REQUIRE_THAT(read_file(here / "run/table.md"),
               Contains("too slow") && Contains("Too slow: an input takes"));
}

TEST_CASE("a rate that the duty cycle forbids is too slow for every command", "[cli][battery]") {
  const Workplace here;
  here.file("lora.yaml",
            "name: lora\nkind: parts\nparts:\n"
            "  device: {macs_per_second: {value: 1e9}, active_power_mw: {value: 10}}\n"
            "  link: {lora: {spreading_factor: 7}, message_bytes: {value: 222}, transmit_power_mw: {value: "
            "100}, duty_cycle: {value: 0.01}}\n"
            "  payload: {bytes: 222}\n");
  // One message takes 0.369 s, and the next may follow 36.9 s later: with half of the inputs sent, 195 an
  // hour, although every input is answered in less than 1 s.
  const auto at_rate = [](const char* rate) {
    return Words{"--profile", "lora.yaml", "--battery", "225mAh@3V", "--rate", rate};
  };
  const Words half = with({"tune", "--method", "random", "--coverage", "0.5"}, kPair);
  const Outcome fast = here.run("hybrid", with(half, at_rate("250/h")));
  INFO(fast.err);
  REQUIRE(fast.exit_code == 0);
  REQUIRE_THAT(fast.out, Contains("too slow"));
  REQUIRE_THAT(fast.err, Contains("with the silence that the duty cycle demands after it, but the next one"));
  const Outcome slow = here.run("hybrid", with(half, at_rate("150/h")));
  REQUIRE_THAT(slow.out, !Contains("too slow"));
  REQUIRE_THAT(slow.err, !Contains("so the device is never done"));
  const Json life =
      json_of(here.run("hybrid", with(with({"tune", "--method", "random", "--life", "1h", "--json"}, kPair),
                                      at_rate("250/h"))));
  REQUIRE(life["points"][0]["battery"]["busy"].get<double>() == Approx(1));
  REQUIRE(here.evaluate(with(at_rate("250/h"), {"--coverage", "0.9,0.5"})).exit_code == 0);
  REQUIRE_THAT(read_file(here / "run/table.md"), Contains("with the silence that the duty cycle demands"));
  const Json lives = Json::parse(read_file(here / "run/metrics.json"))["battery"][0]["life"];
  REQUIRE((lives[1]["keeps_up"] == true && lives[2]["keeps_up"] == false));
}

TEST_CASE("a battery, rate or life that is none is refused by every command", "[cli][battery]") {
  const Workplace here;
  const std::vector<std::pair<Words, std::string>> cases{
      {{"--battery", "0mAh@3V", "--rate", "60/h"}, "--battery is 0mAh@3V, must be"},
      {{"--battery", "0", "--rate", "60/h"}, "--battery is 0, must be a"},
      {{"--battery", "-225mAh@3V", "--rate", "60/h"}, "--battery is -225mAh@3V, must be a"},
      {{"--battery", "225", "--rate", "60/h"}, "--battery is 225, must have a unit: 225mAh@3V"},
      {{"--battery", "225mAh", "--rate", "60/h"}, "a charge is an energy at a voltage: 225mAh@3V"},
      {{"--battery", "225@3", "--rate", "60/h"}, "a charge is an energy at a voltage: 225mAh@3V"},
      {{"--battery", "abc", "--rate", "60/h"}, "--battery is abc, must be a"},
      {{"--battery", "inf", "--rate", "60/h"}, "--battery is inf, must be a"},
      {{"--battery", "1e300J", "--rate", "60/h"}, "--battery is 1e300J, must be"},
      {{"--battery", "", "--rate", "60/h"}, "--battery"},
      {{"--battery", "225mAh@3V", "--rate", "0/h"}, "--rate is 0/h, must be"},
      {{"--battery", "225mAh@3V", "--rate", "-1/h"}, "--rate is -1/h, must be"},
      {{"--battery", "225mAh@3V", "--rate", "60"}, "--rate is 60, must have a unit: 60/h"},
      {{"--battery", "225mAh@3V", "--rate", "60/m"}, "--rate is 60/m, must be a"},
      {{"--battery", "225mAh@3V", "--rate", "inf"}, "--rate is inf, must be a"},
      {{"--battery", "225mAh@3V", "--rate", "abc"}, "--rate is abc, must be a"},
      {{"--battery", "225mAh@3V"}, "--battery needs --rate"},
      {{"--rate", "60/h"}, "--rate needs --battery"},
      {{"--sleep", "2uW"}, "--sleep has no effect without --battery and --rate"},
      {{"--battery", "225mAh@3V", "--rate", "60/h", "--sleep", "-1uW"}, "--sleep is -1uW, must be"},
      {{"--battery", "225mAh@3V", "--rate", "60/h", "--sleep", "2uJ"}, "--sleep is 2uJ, must be"}};
  for (const auto& [words, message] : cases)
    for (const Words& command :
         {with({"tune", "--coverage", "0.8"}, kPair), with({"evaluate", "--out", "run"}, kPair),
          with({"cost"}, kPair), with({"export-router", "--life", "9d", "--out", "router.c"}, kPair)})
      require_refusal(here.run("hybrid", with(command, words)), 2, message);
  for (const auto& [life, message] : std::vector<std::pair<std::string, std::string>>{
           {"0", "--life takes days > 0"},
           {"0d", "--life takes days > 0"},
           {"-1d", "--life takes numbers >= 0 in days (365) or with a unit (1y), not '-1d'"},
           {"inf", "not 'inf'"},
           {"60/h", "not '60/h'"},
           {"abc", "not 'abc'"}})
    for (const char* command : {"tune", "export-router"})
      require_refusal(
          here.run("hybrid", with(with({command, "--out", "file.c", "--life", life}, kPair), kBattery)), 2,
          message);
  require_refusal(here.run("hybrid", with({"tune", "--life", "9d"}, kPair)), 2, "--life needs a battery");
  require_refusal(here.run("hybrid", with(with({"tune", "--life", "9d", "--price", "0.1"}, kPair), kBattery)),
                  2, "a price decides alone");
  REQUIRE(here.new_names().empty());
}

TEST_CASE("a config's battery is checked as its other keys", "[cli][battery]") {
  const Workplace here;
  write_file_atomically(here / "half.yaml", "evaluation:\n  battery:\n    energy_mj: 225mAh@3V\n");
  require_refusal(here.evaluate({"--config", "half.yaml"}), 3,
                  "half.yaml:3:16: error: a battery needs both battery.energy_mj and battery.inputs_per_day");
  write_file_atomically(
      here / "whole.yaml",
      "evaluation: {battery: {energy_mj: 225mAh@3V, inputs_per_day: 60/h, sleep_mw: 2uW}}\n");
  REQUIRE(here.evaluate({"--config", "whole.yaml"}).exit_code == 0);
  REQUIRE_THAT(read_file(here / "run/table.md"), Contains("Battery: 2430 J"));
}

TEST_CASE("a battery needs a profile with energies", "[cli][battery]") {
  const Workplace here;
  write_file_atomically(here / "slow.yaml", "name: slow\nlumps: {latency_ms: {always: 20, if_sent: 200}}\n");
  for (const Words& command :
       {Words{"tune", "--method", "max_prob", "--coverage", "0.8"},
        Words{"tune", "--method", "max_prob", "--life", "9d"}, Words{"cost", "--methods", "max_prob"}})
    require_refusal(
        here.run("hybrid", with(with(with(command, kPair), kBattery), {"--profile", "slow.yaml"})), 2,
        "--battery cannot be used: energy: the profile gives no lumps.energy_mj (profile slow)");
  require_refusal(here.evaluate(with(kBattery, {"--profile", "slow.yaml"})), 2,
                  "the life of a battery cannot be computed: energy: the profile gives no lumps.energy_mj");
  REQUIRE(here.evaluate(kBattery).exit_code == 0);
  require_refusal(here.run("hybrid", {"tune", "--run", "run", "--life", "9d", "--profile", "slow.yaml"}), 2,
                  "--life cannot be used: energy: the profile gives no lumps.energy_mj (profile slow)");
}

}  // namespace
}  // namespace hybrid::test
