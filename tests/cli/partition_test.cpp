// hybrid partition as a user of the program meets it.

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "support/workplace.h"

namespace hybrid::test {
namespace {

using Catch::Matchers::Contains;

Outcome partition(const Workplace& here, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "partition");
  return here.run("hybrid", arguments);
}

}  // namespace

TEST_CASE(
    "on a microcontroller with a slow link the front is networks that run there, and large ones in the cloud",
    "[cli]") {
  const Workplace here;
  const Outcome outcome = partition(here, {});
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  REQUIRE(outcome.err.empty());
  REQUIRE_THAT(outcome.out, Contains("stm32f746-nbiot with the memory of stm32f746") &&
                                Contains("(no cloud)") && Contains("input (cloud only)") &&
                                Contains("EfficientNet-B7"));
}

TEST_CASE("programs get every partition of every system, with what fits", "[cli]") {
  const Workplace here;
  const Outcome outcome = partition(here, {"--profile", "stm32f746-nbiot,jetson-tx2-wifi", "--models",
                                           "MBV3-215", "--all", "--json", "--out", "partitions.csv"});
  REQUIRE(outcome.exit_code == 0);
  const auto json = nlohmann::json::parse(outcome.out);
  REQUIRE(json.at("systems").size() == 2);
  const auto& tiny = json.at("systems").at(0).at("partitions");
  const auto& gpu = json.at("systems").at(1);
  REQUIRE(gpu.at("device") == "jetson-tx2");
  REQUIRE(tiny.size() == gpu.at("partitions").size());
  std::size_t fitting = 0;
  for (const auto& row : tiny) {
    if (row.at("fits").get<bool>()) ++fitting;
    if (!row.at("sends").get<bool>()) REQUIRE_FALSE(row.at("fits").get<bool>());  // 5 MB of weights
  }
  REQUIRE((fitting > 0 && fitting < tiny.size()));
  for (const auto& row : gpu.at("partitions")) REQUIRE(row.at("fits").get<bool>());
  const std::string csv = read_file(here / "partitions.csv");
  REQUIRE(std::count(csv.begin(), csv.end(), '\n') == static_cast<std::ptrdiff_t>(1 + 2 * tiny.size()));
}

TEST_CASE("a network's part counts as fitting only where a device says so", "[cli]") {
  const Workplace here;
  const Outcome unchecked = partition(here, {"--device", "none", "--models", "mass-600"});
  REQUIRE(unchecked.exit_code == 0);
  REQUIRE_THAT(unchecked.out, !Contains("with the memory of") && Contains("?"));
  std::string profile = read_file(here / "configs/systems/stm32f746-nbiot.yaml");
  profile.replace(profile.find("name: stm32f746-nbiot"), 21, "name: board");
  here.file("board.yaml", profile);
  const Outcome nameless = partition(here, {"--profile", "board.yaml", "--models", "mass-600"});
  REQUIRE(nameless.exit_code == 0);
  REQUIRE_THAT(nameless.err, Contains("whether a part fits is not checked; give --device"));
}

TEST_CASE("wrong options of partition are refused with what is right", "[cli]") {
  const Workplace here;
  require_refusal(partition(here, {"--models", "mass-60"}), 2,
                  "no published accuracy for model 'mass-60'; did you mean");
  require_refusal(partition(here, {"--models", "resnet-56"}), 2,
                  "no published accuracy for model 'resnet-56'");
  require_refusal(partition(here, {"--features", "int4"}), 2,
                  "features are sent as 'int4', must be int8 or fp32");
  require_refusal(partition(here, {"--profile", "paper-table3"}), 2, "profile paper-table3 gives one lump");
  require_refusal(partition(here, {"--profile", "stm32f746-nbiot,stm32f746-nbiot"}), 2, "twice");
  require_refusal(partition(here, {"--device", "stm32f747"}), 2, "did you mean 'stm32f746'?");
  require_refusal(partition(here, {"--out", "base.npz/x.csv"}), 4, "base.npz");
}

}  // namespace hybrid::test
