// hybrid model list|show|fit as a user of the program meets them.

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "support/workplace.h"

namespace hybrid::test {
namespace {

using Catch::Matchers::Contains;

/// Started in a folder of its own beside the project's configs.
Outcome model(const std::vector<std::string>& arguments) {
  const TemporaryFolder folder;
  std::filesystem::create_directory_symlink(std::filesystem::path(HYBRID_SOURCE) / "configs",
                                            folder / "configs");
  std::vector<std::string> all{"model"};
  all.insert(all.end(), arguments.begin(), arguments.end());
  return run("hybrid", all, {.folder = folder.path()});
}

}  // namespace

TEST_CASE("the list has a line for every network, with its published accuracy", "[cli]") {
  const Outcome outcome = model({"list"});
  REQUIRE(outcome.exit_code == 0);
  REQUIRE(outcome.err.empty());
  REQUIRE_THAT(outcome.out, Contains("3x96x96     12.79"));
  REQUIRE_THAT(outcome.out, Contains("51.5\n") && Contains("mass-600") && Contains("efficientnet-b7"));
}

TEST_CASE("a network is shown beside what was published of it", "[cli]") {
  const Outcome outcome = model({"show", "mcunet-5fps"});
  REQUIRE(outcome.exit_code == 0);
  REQUIRE_THAT(outcome.out, Contains("12,790,096") && Contains("636,232") && Contains("MCUNet A") &&
                                Contains("12,790,000   ours +0.0 %"));
  // At another size nobody has published anything.
  const Outcome other = model({"show", "mcunet-5fps", "--resolution", "48", "--classes", "100", "--splits"});
  REQUIRE(other.exit_code == 0);
  REQUIRE_THAT(other.out, Contains("mcunet-5fps, 3x48x48 in, 100 classes") && Contains("split after"));
  REQUIRE_THAT(other.out, !Contains("Published"));
  REQUIRE_THAT(model({"show", "mcunet-5fps", "--layers"}).out, Contains("2.body.1"));
}

TEST_CASE("a program gets the whole network as JSON", "[cli]") {
  const auto shown = nlohmann::json::parse(model({"show", "mcunet-5fps", "--json"}).out);
  REQUIRE(shown.at("schema_version") == 1);
  REQUIRE(shown.at("macs") == 12790096);
  REQUIRE(shown.at("input") == nlohmann::json({3, 96, 96}));
  REQUIRE(shown.at("published").size() == 2);
  REQUIRE(shown.at("split_points").size() == 18);
  std::int64_t macs = 0;
  for (const auto& layer : shown.at("layers")) macs += layer.at("macs").get<std::int64_t>();
  REQUIRE(macs == 12790096);
}

TEST_CASE("a network that has room on the device is told what is left", "[cli]") {
  const Outcome outcome = model({"fit", "mcunet-320kb", "--device", "stm32f746"});
  REQUIRE(outcome.exit_code == 0);
  REQUIRE_THAT(outcome.out, Contains("SRAM     242.0    24.0   320.0   54.0") && Contains("fits"));
}

TEST_CASE("one that has not is told which layer, and by how much", "[cli]") {
  const Outcome outcome = model({"fit", "mcunet-512kb", "--device", "stm32f746"});
  REQUIRE(outcome.exit_code == 5);
  REQUIRE_THAT(outcome.err,
               Contains("layer 2.body.0 needs 409,600 bytes of SRAM for activations, 106,496 more") &&
                   Contains("the weights pass the end of the flash in layer"));
}

TEST_CASE("what `hybrid model` cannot do is said with the next step", "[cli]") {
  require_refusal(model({"show", "mcnet-5fps"}), 2,
                  "unknown model 'mcnet-5fps'; did you mean 'mcunet-5fps'?");
  require_refusal(model({"show"}), 2, "give a model; `hybrid model list` has all names");
  require_refusal(model({"show", "mcunet-5fps", "--resolution", "0"}), 2,
                  "--resolution is 0, must be in [1, 4096]");
  require_refusal(model({"show", "mcunet-5fps", "--classes", "-1"}), 2, "--classes is -1");
  require_refusal(model({"show", "mcunet-5fps", "--layrs"}), 2,
                  "unknown option '--layrs'; did you mean '--layers'?");
  require_refusal(model({"list", "mcunet-5fps"}), 2, "unexpected argument 'mcunet-5fps'");
  require_refusal(model({"fit", "mcunet-5fps"}), 2, "fit needs --device");
  require_refusal(model({"fit", "mcunet-5fps", "--device", "stm32"}), 2, "unknown device 'stm32'");
  require_refusal(model({}), 2, "give list, show, fit, import or export");
  require_refusal(model({"lst"}), 2, "unknown command 'lst'; did you mean 'list'?");
  require_refusal(model({"show", "configs/devices/stm32f746.yaml"}), 4, "not a description of a network");
  // A config that is no device's: every finding has its line.
  const Outcome no_device = model({"fit", "mcunet-5fps", "--device", "configs/quickstart.yaml"});
  REQUIRE(no_device.exit_code == 3);
  REQUIRE_THAT(no_device.err, Contains("sram_bytes is missing"));
}

}  // namespace hybrid::test
