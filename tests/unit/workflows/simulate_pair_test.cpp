#include "workflows/simulate_pair.h"

#include <catch2/catch.hpp>

#include "config/load.h"
#include "support/temporary_folder.h"

namespace hybrid::workflows {
namespace {

TEST_CASE("a simulated pair is written as it is returned, and its config makes it again", "[workflows]") {
  const test::TemporaryFolder folder;
  const config::SimulationConfig config =
      config::load<config::SimulationConfig>(HYBRID_SOURCE "/configs/synthetic/specialist.yaml",
                                             std::vector<std::string>{"n_test=50", "n_tune=40"})
          .value;
  const SimulatedPair pair = simulate_pair(config, folder / "pair");
  REQUIRE(pair.tune.size() == 40);
  REQUIRE(pair.test.size() == 50);
  REQUIRE(pair.optimal.size() == 50);
  const predictions::PredictionSet written = predictions::read_prediction_set(folder / "pair/tune-cloud.npz");
  REQUIRE(written.predicted == pair.tune.cloud.predicted);
  REQUIRE(written.meta.at("split") == "tune");
  REQUIRE(std::filesystem::exists(folder / "pair/optimal.npz"));
  REQUIRE(config::load<config::SimulationConfig>(folder / "pair/config.yaml").value == config);
}

}  // namespace
}  // namespace hybrid::workflows
