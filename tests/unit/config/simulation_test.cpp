#include "config/simulation.h"

#include <catch2/catch.hpp>

#include "change_everything.h"
#include "config/load.h"
#include "config/writer.h"

using namespace hybrid;
using namespace hybrid::config;
using namespace hybrid::test;

namespace {

std::string refusal(const std::vector<std::string>& sets) {
  try {
    (void)load_text<SimulationConfig>("name: a", "a.yaml", sets);
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a simulation with every member changed reads back as it was written", "[config]") {
  const auto config = changed<SimulationConfig>("");
  REQUIRE_FALSE(config == SimulationConfig{});
  REQUIRE(load_text<SimulationConfig>(to_yaml(config), "a.yaml").value == config);
}

TEST_CASE("a base that is no better than guessing and outputs beyond memory are refused", "[config]") {
  REQUIRE(refusal({}).empty());
  REQUIRE_THAT(refusal({"classes=2", "base.accuracy=0.5"}),
               Catch::Contains("no better than guessing among 2 classes"));
  REQUIRE_THAT(refusal({"n_test=2000000000"}), Catch::Contains("at most 400,000,000"));
  REQUIRE_THAT(refusal({"n_tune=4000001", "classes=100"}), Catch::Contains("at most 400,000,000"));
  REQUIRE_THAT(refusal({"label_noise.rate=1"}), Catch::Contains("must be in [0, 1)"));
  REQUIRE_THAT(refusal({"classes=1"}), Catch::Contains("must be in [2, 10000]"));
}
