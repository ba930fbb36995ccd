// The real train-hybrid on the smoke experiment: end to end, twice, killed, and with everything that can be
// wrong.

#include "support/process.h"
#include "support/temporary_folder.h"

#include <signal.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "core/files.h"

#include <catch2/catch.hpp>

using namespace hybrid;
using Catch::Contains;

namespace {

const std::string kSmoke = std::string(HYBRID_SOURCE) + "/configs/smoke.yaml";

/// One smoke run for all tests that only read.
const std::filesystem::path& finished_run() {
  static const test::TemporaryFolder folder;
  static const std::filesystem::path run = [] {
    const auto path = folder.path() / "run";
    const auto outcome = test::run("train-hybrid", {"--config", kSmoke, "--out", path.string(), "--quiet"});
    INFO(outcome.err);
    REQUIRE(outcome.exit_code == 0);
    return path;
  }();
  return run;
}

void require_same_results(const std::filesystem::path& a, const std::filesystem::path& b) {
  for (const auto* file :
       {"metrics.json", "curves.csv", "table.md", "train_log.csv", "router.json", "split.csv"})
    REQUIRE(read_file(a / file) == read_file(b / file));
}

}  // namespace

TEST_CASE("a training run has all its files, and later commands read it", "[cli]") {
  const auto& run = finished_run();
  for (const auto* file :
       {"config.yaml", "manifest.json", "metrics.json", "curves.csv", "table.md", "pareto.gp",
        "train_log.csv", "split.csv", "router.json", "predictions/base-test.npz",
        "predictions/base_before-tune.npz", "predictions/base_control-test.npz", "predictions/cloud-tune.npz",
        "checkpoints/hybrid.pt"})
    REQUIRE(std::filesystem::exists(run / file));
  REQUIRE(nlohmann::json::parse(read_file(run / "manifest.json")).at("experiment") ==
          nlohmann::json::parse(R"({"name": "run", "config": "smoke.yaml", "overrides": []})"));
  for (const auto* command : {"tune", "entropy", "bound", "cost"}) {
    std::vector<std::string> arguments{command, "--run", run.string(), "--quiet"};
    if (command == std::string("tune")) arguments.insert(arguments.end(), {"--latency", "1400"});
    const auto outcome = test::run("hybrid", arguments);
    INFO(outcome.err);
    REQUIRE(outcome.exit_code == 0);
    REQUIRE_FALSE(outcome.out.empty());
  }
  const auto metrics = nlohmann::json::parse(read_file(run / "metrics.json"));
  for (const auto* method : {"router", "entropy_before", "max_prob_control", "oracle"})
    REQUIRE(metrics.at("methods").contains(method));
  REQUIRE(metrics.at("data").at("cloud_accuracy") > metrics.at("data").at("base_accuracy"));
}

TEST_CASE("a run's own prediction sets, evaluated again, give the same confidence curves", "[cli]") {
  const test::TemporaryFolder folder;
  const auto predictions = finished_run() / "predictions";
  const auto out = folder.path() / "again";
  const auto outcome = test::run(
      "hybrid",
      {"evaluate", "--base", (predictions / "base-test.npz").string(), "--cloud",
       (predictions / "cloud-test.npz").string(), "--tune-base", (predictions / "base-tune.npz").string(),
       "--tune-cloud", (predictions / "cloud-tune.npz").string(), "--methods", "max_prob", "--profile",
       std::string(HYBRID_SOURCE) + "/configs/systems/paper-table3.yaml", "--out", out.string(), "--quiet"});
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  const auto points = [](const std::filesystem::path& run) {
    return nlohmann::json::parse(read_file(run / "metrics.json")).at("methods").at("max_prob").at("points");
  };
  REQUIRE(points(out) == points(finished_run()));
}

TEST_CASE("`hybrid train` is `train-hybrid`, and the same command twice gives the same bytes", "[cli]") {
  const test::TemporaryFolder folder;
  const auto out = folder.path() / "second";
  // Whether or not its progress can be written.
  const auto outcome = test::run("hybrid", {"train", "--config", kSmoke, "--out", out.string()},
                                 {.before = "exec 2>/dev/full;"});
  REQUIRE(outcome.exit_code == 0);
  require_same_results(out, finished_run());
}

TEST_CASE("a finished run is up to date and shows its summary", "[cli]") {
  const auto outcome = test::run("train-hybrid", {"--config", kSmoke, "--out", finished_run().string()});
  REQUIRE(outcome.exit_code == 0);
  REQUIRE_THAT(outcome.err, Contains("up to date"));
  REQUIRE(outcome.out == read_file(finished_run() / "summary.txt"));
}

TEST_CASE("a training made again is the same, bit for bit", "[cli]") {
  const test::TemporaryFolder folder;
  const auto again =
      test::run("hybrid", {"rerun", finished_run().string(), "--out", (folder / "again").string()});
  INFO(again.out << again.err);
  REQUIRE(again.exit_code == 0);
  REQUIRE_THAT(again.out, Contains("bit for bit the same"));
}

TEST_CASE("another config does not overwrite a finished run", "[cli]") {
  const auto outcome =
      test::run("train-hybrid", {"--config", kSmoke, "--seed", "2", "--out", finished_run().string()});
  REQUIRE(outcome.exit_code == 4);
  REQUIRE_THAT(outcome.err, Contains("--force"));
}

TEST_CASE("killed at any moment, the same command goes on to the same result", "[cli]") {
  const test::TemporaryFolder folder;
  const auto out = folder.path() / "killed";
  const std::vector<std::string> arguments{"--config", kSmoke, "--out", out.string(), "--quiet"};
  int kills = 0;
  for (const int milliseconds : {700, 1100, 1500, 1900}) {
    test::Process process("train-hybrid", arguments);
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
    ::kill(process.id(), SIGKILL);
    kills += process.wait().exit_code == 128 + SIGKILL ? 1 : 0;
    if (std::filesystem::exists(out)) break;
  }
  REQUIRE(kills > 0);
  REQUIRE(test::run("train-hybrid", arguments).exit_code == 0);
  require_same_results(out, finished_run());
}

TEST_CASE("Ctrl-C ends with 130, keeps the partial run and says how to go on", "[cli]") {
  const test::TemporaryFolder folder;
  const auto out = folder.path() / "stopped";
  const std::vector<std::string> arguments{"--config",   kSmoke,  "--out",
                                           out.string(), "--set", "cloud.pretrain.epochs=500"};
  test::Process process("train-hybrid", arguments);
  const auto checkpoint = folder.path() / "stopped.partial" / "checkpoints" / "base.pt";
  for (int i = 0; i < 600 && !std::filesystem::exists(checkpoint); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  ::kill(process.id(), SIGINT);
  const auto outcome = process.wait();
  REQUIRE(outcome.exit_code == 130);
  REQUIRE_THAT(outcome.err, Contains("repeat the command to resume"));
  REQUIRE(std::filesystem::exists(checkpoint));
  REQUIRE_FALSE(std::filesystem::exists(out));
}

TEST_CASE("a dry run prints what would be trained and writes nothing", "[cli]") {
  const test::TemporaryFolder folder;
  const auto out = folder.path() / "dry";
  const auto outcome = test::run("train-hybrid", {"--config", kSmoke, "--out", out.string(), "--dry-run"});
  REQUIRE(outcome.exit_code == 0);
  REQUIRE_THAT(outcome.out, Contains("MACs") && Contains("oracle_labels: held_out"));
  REQUIRE(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("several seeds give mean and spread", "[cli]") {
  const test::TemporaryFolder folder;
  const auto outcome = test::run(
      "train-hybrid", {"--config", kSmoke, "--seeds", "2", "--out", (folder.path() / "run").string(),
                       "--quiet", "--set", "data.train_limit=1000"});
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  REQUIRE_THAT(outcome.out, Contains("2 seeds") && Contains("±") && Contains("router - max_prob"));
  REQUIRE(std::filesystem::exists(folder.path() / "run-seed1"));
  REQUIRE(std::filesystem::exists(folder.path() / "run-seed2"));
}

TEST_CASE("every variant of the method runs", "[cli]") {
  for (const auto* set :
       {"training.update=none", "training.update=router", "training.update=router+base+cloud",
        "training.oracle_labels=cross_fit", "training.oracle_labels=train", "router.penalty=paper",
        "router.pairs=product", "router.features=entropy+pairs+class"}) {
    const test::TemporaryFolder folder;
    const auto outcome = test::run(
        "train-hybrid", {"--config", kSmoke, "--out", (folder.path() / "run").string(), "--quiet", "--set",
                         set, "--set", "data.train_limit=600", "--set", "router.epochs=2"});
    INFO(set << "\n" << outcome.err);
    REQUIRE(outcome.exit_code == 0);
  }
}

TEST_CASE("AppealNet is trained, stored and evaluated on demand, and changes nothing else", "[cli]") {
  const test::TemporaryFolder folder;
  const auto run = folder.path() / "run";
  const auto outcome = test::run("hybrid", {"train", "--config", kSmoke, "--out", run.string(), "--quiet",
                                            "--set", "training.appealnet.enabled=true"});
  INFO(outcome.err);
  REQUIRE(outcome.exit_code == 0);
  REQUIRE_THAT(read_file(run / "table.md"), Contains("## AppealNet against the control"));
  REQUIRE_THAT(outcome.out, Contains("smoke: 2,000 test examples") && Contains("max_prob_control"));
  for (const auto* file : {"weights/appealnet.safetensors", "predictions/appealnet-tune.npz",
                           "predictions/appealnet-test.npz", "checkpoints/appealnet.pt"})
    REQUIRE(std::filesystem::exists(run / file));
  REQUIRE_THAT(read_file(run / "train_log.csv"), Contains("\nappealnet,1,") && Contains("\nappealnet,2,"));
  const auto metrics = nlohmann::json::parse(read_file(run / "metrics.json"));
  const auto plain = nlohmann::json::parse(read_file(finished_run() / "metrics.json"));
  for (const auto* method : {"appealnet", "on_device_appealnet", "max_prob_appealnet"})
    REQUIRE(metrics.at("methods").contains(method));
  REQUIRE(metrics.at("methods").at("router") == plain.at("methods").at("router"));
  REQUIRE(plain.at("skipped").contains("appealnet"));
  REQUIRE_FALSE(metrics.at("skipped").contains("appealnet"));
  const auto tuned =
      test::run("hybrid", {"tune", "--run", run.string(), "--method", "appealnet", "--coverage", "0.8"});
  INFO(tuned.err);
  REQUIRE(tuned.exit_code == 0);
}

TEST_CASE("what is wrong with a config or its data ends in one clear message and nothing written", "[cli]") {
  struct Case {
    std::vector<std::string> arguments;
    int exit_code;
    std::string message;
  };
  const test::TemporaryFolder folder;
  const std::vector<Case> cases{
      {{}, 2, "give --config"},
      {{"--cofig", kSmoke}, 2, "did you mean '--config'"},
      {{"--config", "nowhere.yaml"}, 4, "nowhere.yaml"},
      {{"--config", kSmoke, "--set", "base.network=separable-tony"}, 3, "did you mean 'separable-tiny'"},
      {{"--config", kSmoke, "--set", "router.hiden=[1]"}, 3, "did you mean 'hidden'"},
      {{"--config", kSmoke, "--set", "training.update=router+bass"}, 3, "did you mean 'router+base'"},
      {{"--config", kSmoke, "--set", "training.appealnet.beta=0"}, 3, "beta is 0, must be > 0"},
      {{"--config", kSmoke, "--set", "base.pretrain.learning_rate=.nan"}, 3, "learning_rate"},
      {{"--config", kSmoke, "--set", "compute=cuda"}, 5, "use cpu or auto"},
      {{"--config", kSmoke, "--set", "data.train_limit=3"}, 4, "too few"},
      {{"--config", kSmoke, "--set", "data.tune_fraction=0"}, 3, "tune_fraction"},
      {{"--config", kSmoke, "--seeds", "0"}, 2, "--seeds"},
      {{"--config", HYBRID_SOURCE "/configs/mcu_imagenet.yaml", "--set", "data.root=nowhere/imagenet"},
       4,
       "data.root must hold train/ and test/"},
      {{"--config", kSmoke, "--set", "data.dataset=fashion_mnist", "--set",
        "data.root=" + folder.path().string()},
       4,
       "dataset-fashion-mnist"},
  };
  for (const auto& c : cases) {
    auto arguments = c.arguments;
    if (!arguments.empty()) arguments.insert(arguments.end(), {"--out", (folder.path() / "out").string()});
    const auto outcome = test::run("train-hybrid", arguments);
    INFO(outcome.err);
    REQUIRE(outcome.exit_code == c.exit_code);
    REQUIRE_THAT(outcome.err, Contains(c.message));
    REQUIRE(outcome.out.empty());
    REQUIRE(std::filesystem::is_empty(folder.path()));
  }
}

#ifdef HYBRID_HAS_OPENCV
namespace {

/// Images of any size, told apart by their colour, of which some cannot be read.
void write_images(const test::TemporaryFolder& folder) {
  const auto ppm = [](int side, char red, char blue) {
    std::string text = "P6 " + std::to_string(side) + " " + std::to_string(side) + " 255\n";
    for (int p = 0; p < side * side; ++p) text += {red, static_cast<char>(p % 90), blue};
    return text;
  };
  for (int i = 0; i < 60; ++i)
    for (const auto* split : {"train", "test"}) {
      folder.file(std::string(split) + "/blue/" + std::to_string(i) + ".ppm",
                  ppm(10 + i % 5, static_cast<char>(i), 120));
      folder.file(std::string(split) + "/red/" + std::to_string(i) + ".ppm",
                  ppm(10 + i % 7, 120, static_cast<char>(i)));
    }
  folder.file("train/blue/7.ppm", "");
  folder.file("train/red/8.ppm", "no image");
  folder.file("test/red/9.ppm", ppm(12, 1, 1).substr(0, 10));
}

}  // namespace

TEST_CASE("images stay in their files, and those that cannot be read stop the run or are left out of it",
          "[cli]") {
  const test::TemporaryFolder folder;
  write_images(folder);
  const auto train = [&](const std::string& policy, const std::string& out) {
    return test::run(
        "train-hybrid",
        {"--config", kSmoke, "--set", "data.dataset=image_folder", "--set",
         "data.root=" + folder.path().string(), "--set", "data.on_bad_image=" + policy, "--set",
         "base.input.size=12", "--set", "cloud.input.size=12", "--out", (folder.path() / out).string()},
        {.folder = folder.path()});
  };
  const auto stopped = train("error", "stopped");
  REQUIRE(stopped.exit_code == 4);
  REQUIRE_THAT(stopped.err, Contains(".ppm"));

  const auto skipped = train("skip", "skipped");
  INFO(skipped.err);
  REQUIRE(skipped.exit_code == 0);
  REQUIRE_THAT(skipped.err, Contains("left out") && Contains("7.ppm") && Contains("9.ppm"));
  const auto manifest = nlohmann::json::parse(read_file(folder.path() / "skipped/manifest.json"));
  REQUIRE(manifest.at("skipped_images") == nlohmann::json{{"train", 2}, {"test", 1}});
  const std::string split = read_file(folder.path() / "skipped/split.csv");
  REQUIRE_THAT(split, Contains("blue/7.ppm,skipped\n") && Contains("red/9.ppm,skipped\n"));
  REQUIRE(std::ranges::count(split, '\n') == 1 + 240);
}
#endif
