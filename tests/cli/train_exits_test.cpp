// The real train-exits on the smoke experiment's cloud, and on runs that have none that can be split.

#include <signal.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <nlohmann/json.hpp>
#include <thread>

#include "runs/run_folder.h"
#include "support/workplace.h"

using namespace hybrid;
using Catch::Contains;
using test::require_refusal;

namespace {

const std::string kConfigs = std::string(HYBRID_SOURCE) + "/configs";

/// One small training run for all tests.
const std::string& trained() {
  static const test::TemporaryFolder folder;
  static const std::string run = [] {
    const auto path = (folder / "run").string();
    const auto outcome =
        test::run("train-hybrid", {"--config", kConfigs + "/smoke.yaml", "--out", path, "--quiet", "--set",
                                   "data.train_limit=1000", "--set", "data.test_limit=300", "--set",
                                   "training.update=none", "--set", "router.epochs=1"});
    INFO(outcome.err);
    REQUIRE(outcome.exit_code == 0);
    return path;
  }();
  return run;
}

/// In an empty folder; what is in `more` comes instead of a default.
test::Outcome train_exits(const test::Workplace& here, const std::vector<std::string>& more = {},
                          const std::string& program = "train-exits") {
  std::vector<std::string> arguments;
  if (program == "hybrid") arguments.push_back("train-exits");
  arguments.insert(arguments.end(), more.begin(), more.end());
  const std::vector<std::pair<std::string, std::string>> defaults{{"--run", trained()},
                                                                  {"--after", "2,4"},
                                                                  {"--out", "exits"},
                                                                  {"--threads", "1"},
                                                                  {"--coverage", "0.9,0.5"}};
  for (const auto& [option, value] : defaults)
    if (std::find(more.begin(), more.end(), option) == more.end())
      arguments.insert(arguments.end(), {option, value});
  return here.run(program, arguments);
}

/// A finished run of that config without networks.
std::string run_without_networks(const test::Workplace& here, const std::string& config) {
  Logger log(Verbosity::quiet);
  auto writer = runs::RunWriter::begin({.path = here / "bare", .hash = std::string(64, 'a')}, log);
  writer->write("config.yaml", config);
  writer->write("train_log.csv", "phase,epoch,loss,accuracy,learning_rate\n");
  writer->finish({});
  return (here / "bare").string();
}

}  // namespace

TEST_CASE("exits are trained, evaluated as runs of their own, and set side by side", "[cli]") {
  const test::Workplace here;
  const auto outcome = train_exits(here);
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  REQUIRE(outcome.out == read_file(here / "exits/table.md"));
  REQUIRE_THAT(outcome.out, Contains("separable-tiny") && Contains("90 kept") && Contains("50 kept"));
  for (const char* split : {"after-2", "after-4"})
    for (const char* file :
         {"curves.csv", "metrics.json", "table.md", "split.json", "manifest.json",
          "predictions/base-tune.npz", "predictions/cloud-test.npz", "weights/exit.safetensors"})
      REQUIRE(std::filesystem::exists(here / "exits" / split / file));
  REQUIRE(nlohmann::json::parse(read_file(here / "exits/after-4/manifest.json")).at("experiment") ==
          nlohmann::json{{"name", "exits/after-4"}});
  const auto split = nlohmann::json::parse(read_file(here / "exits/after-4/split.json"));
  REQUIRE(split.at("exit_accuracy").get<double>() > 0.2);
  REQUIRE(split.at("cloud_accuracy").get<double>() ==
          Approx(split.at("whole_accuracy").get<double>()).margin(0.03));
  REQUIRE(split.at("quantization").at("scale").get<double>() > 0);

  // The runs are runs: tuned and priced by the device's own MACs and the bytes of the features.
  const auto cost = here.run("hybrid", {"cost", "--run", "exits/after-4", "--quiet"});
  INFO(cost.err);
  REQUIRE(cost.exit_code == 0);
  REQUIRE_THAT(cost.out, Contains(std::to_string(split.at("bytes_int8").get<int>()) + " bytes") &&
                             Contains(std::to_string(split.at("device_macs").get<int>()) + " MACs at"));
  REQUIRE(here.run("hybrid", {"tune", "--run", "exits/after-2", "--coverage", "0.8"}).exit_code == 0);

  // Once more: nothing to do, and the table's place.
  const auto again = train_exits(here, {}, "hybrid");
  REQUIRE(again.exit_code == 0);
  REQUIRE(again.out == "results: exits/table.md\n");
  REQUIRE_THAT(again.err, Contains("up to date: exits/after-2") && Contains("up to date: exits/after-4"));
  // Other options do not overwrite it.
  require_refusal(train_exits(here, {"--features", "fp32"}), 4, "--force");
}

TEST_CASE("wrong options of train-exits are refused with what is right, before anything is trained",
          "[cli]") {
  const test::Workplace here;
  require_refusal(train_exits(here, {"--after", "2,9"}), 2, "separable-tiny cannot be split after '9'");
  require_refusal(train_exits(here, {"--epochs", "0"}), 2, "--epochs is 0");
  require_refusal(train_exits(here, {"--profile", "paper-table3"}), 2, "profile paper-table3 gives one lump");
  require_refusal(train_exits(here, {"--run", "nowhere"}), 4, "nowhere");
  REQUIRE(here.new_names().empty());
  // What does not fit the device is told with both numbers.
  const auto tiny =
      here.file("tiny.yaml", "name: tiny\nsram_bytes: 400\nflash_bytes: 100000\nsource: made up\n");
  require_refusal(train_exits(here, {"--device", tiny.string()}), 5, "does not fit on tiny: SRAM");
  REQUIRE_FALSE(std::filesystem::exists(here / "exits"));
}

TEST_CASE("Ctrl-C ends with 130 and says how to go on", "[cli]") {
  const test::Workplace here;
  test::Process process("train-exits",
                        {"--run", trained(), "--after", "2", "--out", "exits", "--epochs", "100000"},
                        {.folder = here.path()});
  const auto begun = here / "exits/after-2.partial/config.yaml";
  for (int i = 0; i < 4000 && !std::filesystem::exists(begun); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  ::kill(process.id(), SIGINT);
  const auto outcome = process.wait();
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 130);
  REQUIRE_THAT(outcome.err, Contains("repeat the command to resume"));
  REQUIRE_FALSE(std::filesystem::exists(here / "exits/after-2"));
  REQUIRE_FALSE(std::filesystem::exists(begun));
}

TEST_CASE("a run whose cloud cannot be split is refused", "[cli]") {
  const std::string smoke = read_file(std::filesystem::path(trained()) / "config.yaml");
  {
    const test::Workplace here;
    require_refusal(train_exits(here, {"--run", run_without_networks(here, smoke)}), 4,
                    "has no weights/cloud.safetensors");
  }
  {
    const test::Workplace here;
    std::string fixed = smoke;
    const std::string network = "network: \"separable-tiny\"\n  weights: \"\"";
    fixed.replace(fixed.find(network), network.size(), "network: torchscript\n  weights: net.pt");
    require_refusal(train_exits(here, {"--run", run_without_networks(here, fixed)}), 5, "TorchScript");
  }
  const test::Workplace here;
  REQUIRE(here.evaluate().exit_code == 0);
  require_refusal(train_exits(here, {"--run", "run"}), 4, "is no training run");
}
