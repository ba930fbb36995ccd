#include "config/ignored_keys.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <string>

#include "config/writer.h"

namespace hybrid::config {
namespace {

using Lines = std::vector<std::string>;

template <class T>
Lines ignored_in(const std::string& text, std::vector<std::string> sets = {}) {
  return ignored_keys(load_text<T>(text, "a.yaml", sets));
}

const std::string kExperiment = "name: x\nbase: {network: linear}\ncloud: {network: linear}\n";

Lines with(const std::vector<std::string>& sets) {
  return ignored_in<ExperimentConfig>(kExperiment, sets);
}

TEST_CASE("keys that another value leaves without effect are told with place and reason", "[config]") {
  REQUIRE(ignored_in<ExperimentConfig>(kExperiment + "training:\n  appealnet: {beta: 0.2, epochs: 3}\n") ==
          Lines{"a.yaml:5:21: training.appealnet.beta, training.appealnet.epochs have no effect: "
                "training.appealnet.enabled is false"});
  REQUIRE(with({"training.distillation.temperature=2"}) ==
          Lines{"--set training.distillation.temperature=2: training.distillation.temperature has no effect: "
                "training.distillation.weight is 0"});
}

TEST_CASE("every rule of ignored keys speaks only where the key cannot act", "[config]") {
  struct Case {
    std::vector<std::string> ignored, acts;
    const char* reason;
  };
  const std::vector<Case> cases{
      {{"router.epochs=5", "training.update=none"}, {"router.epochs=5"}, "training.update is none"},
      {{"training.base.batch=64", "training.update=router"},
       {"training.base.batch=64", "training.update=router", "training.appealnet.enabled=true"},
       "training.update is router, so that the base is not trained further"},
      {{"base.pretrain.epochs=3", "base.weights=w"}, {"base.pretrain.epochs=3"}, "base.weights are given"},
      {{"cloud.pretrain.batch=64", "cloud.weights=w"},
       {"cloud.pretrain.batch=64"},
       "cloud.weights are given"},
      {{"cloud.input.resize=opencv_bilinear"},
       {"cloud.input.resize=opencv_bilinear", "cloud.input.size=96"},
       "cloud.input.size is 0"},
      {{"base.pretrain.shift=4"},
       {"base.pretrain.shift=4", "base.pretrain.augment=flip_shift"},
       "base.pretrain.augment is flip"},
      {{"training.cloud.rand_augment.magnitude=5"},
       {"training.cloud.rand_augment.magnitude=5", "training.cloud.rand_augment.operations=2"},
       "operations is 0"},
      {{"router.target_coverage=0.8", "router.penalty_weight=0"},
       {"router.target_coverage=0.8"},
       "router.penalty_weight is 0"},
      {{"evaluation.timeout_ms=100", "evaluation.outages=[]"},
       {"evaluation.timeout_ms=100"},
       "evaluation.outages is empty"},
      {{"data.on_bad_image=skip"},
       {"data.on_bad_image=skip", "data.dataset=image_folder", "data.root=r"},
       "data.dataset is fashion_mnist"},
      {{"data.root=r", "data.dataset=synthetic"}, {"data.root=r"}, "data.dataset is synthetic"},
      {{"data.tune_fraction=0.2", "data.tune_on=test_halves"},
       {"data.tune_fraction=0.2"},
       "data.tune_on is test_halves"}};
  for (const auto& c : cases) {
    CAPTURE(c.reason);
    const Lines lines = with(c.ignored);
    REQUIRE(lines.size() == 1);
    REQUIRE_THAT(lines.front(), Catch::Contains(c.reason));
    REQUIRE(with(c.acts).empty());
  }
  REQUIRE(ignored_in<PairConfig>("", {"cross_fit=true", "tune_fraction=0.3"}).size() == 1);
  REQUIRE(ignored_in<PairConfig>("", {"methods=[auto]", "router.epochs=3"}).size() == 1);
  REQUIRE(
      ignored_in<PairConfig>("", {"methods=[auto,router]", "router.epochs=3", "tune_fraction=0.3"}).empty());
  REQUIRE(ignored_in<SimulationConfig>("name: x\n", {"label_noise.rate=0.1"}).size() == 1);
  REQUIRE(ignored_in<SimulationConfig>("name: x\n", {"cloud.specialty_accuracy=0.9"}).size() == 1);
}

TEST_CASE("no config that comes with the program has keys without effect, nor has its full form",
          "[config]") {
  const std::filesystem::path configs = std::filesystem::path(HYBRID_SOURCE) / "configs";
  int checked = 0;
  for (const auto& entry : std::filesystem::directory_iterator(configs)) {
    if (entry.path().extension() != ".yaml") continue;
    CAPTURE(entry.path());
    const auto loaded = load_experiment(entry.path());
    REQUIRE(ignored_keys(loaded).empty());
    REQUIRE(ignored_keys(load_text<ExperimentConfig>(to_yaml(loaded.value), entry.path())).empty());
    ++checked;
  }
  for (const auto& entry : std::filesystem::directory_iterator(configs / "synthetic")) {
    CAPTURE(entry.path());
    REQUIRE(ignored_keys(load<SimulationConfig>(entry.path())).empty());
    ++checked;
  }
  REQUIRE(checked >= 8);
}

}  // namespace
}  // namespace hybrid::config
