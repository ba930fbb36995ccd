#include "training/hybrid_predictions.h"

#include "images/memory_source.h"
#include "nets/weights.h"
#include "small_task.h"

#include <algorithm>
#include <numeric>

#include "eval/evaluation.h"
#include "predictions/npz.h"
#include "routing/fusion.h"
#include "support/temporary_folder.h"
#include "weights/safetensors.h"

#include <catch2/catch.hpp>

using namespace hybrid;
using namespace hybrid::training;
using test::SmallTask;

namespace {

datasets::Datasets datasets(const SmallTask& small) {
  return {.train = source_of(small.images, "train"),
          .test = source_of(datasets::make_synthetic(500, SeedTree(8)).dataset, "test")};
}

runs::StoredProblem evaluated(const SmallTask& small, const std::filesystem::path& folder,
                              config::TuneOn tune_on) {
  Logger log(Verbosity::quiet);
  const HybridModels models = train_hybrid(small.task, log);
  return predict_and_pair(small.task, models, datasets(small), tune_on, folder, log);
}

std::vector<std::string> names(const eval::RoutingProblem& problem) {
  std::vector<std::string> all;
  for (const auto& method : problem.methods) all.push_back(method.name());
  return all;
}

/// The networks' logits as the run left them, and what fusions of them get right.
struct Outputs {
  std::vector<float> base, cloud;
  std::vector<std::int64_t> labels;
  std::size_t classes = 10;

  explicit Outputs(const std::filesystem::path& folder)
      : base(predictions::NpzFile(folder / "predictions/base-test.npz").read<float>("logits")),
        cloud(predictions::NpzFile(folder / "predictions/cloud-test.npz").read<float>("logits")),
        labels(predictions::NpzFile(folder / "predictions/base-test.npz").read<std::int64_t>("labels")) {}

  routing::Fusion fit_on(const std::vector<std::uint8_t>& half, std::uint8_t wanted) const {
    std::vector<float> b, c;
    std::vector<std::int32_t> y;
    for (std::size_t i = 0; i < labels.size(); ++i)
      if (half[i] == wanted) {
        for (std::size_t k = 0; k < classes; ++k)
          b.push_back(base[i * classes + k]), c.push_back(cloud[i * classes + k]);
        y.push_back(static_cast<std::int32_t>(labels[i]));
      }
    return routing::fit_fusion(b, c, y, classes);
  }
  std::vector<double> right_with(const routing::Fusion& fusion) const {
    const auto logits = routing::fuse(fusion, base, cloud);
    std::vector<double> right;
    for (std::size_t i = 0; i < labels.size(); ++i) {
      const auto row = logits.begin() + static_cast<std::ptrdiff_t>(i * classes);
      right.push_back(std::max_element(row, row + 10) - row == labels[i] ? 1 : 0);
    }
    return right;
  }
};

/// The small task with its pre-trained cloud made a fixed one, which counts what it is asked.
struct FixedCloud {
  test::TemporaryFolder folder;
  SmallTask small{folder / "checkpoints"};
  std::int64_t asked = 0;

  FixedCloud() {
    std::filesystem::create_directories(folder / "checkpoints");
    Logger log(Verbosity::quiet);
    SmallTask other(folder.path());
    other.task.training.update = config::UpdatedParts::router;
    const HybridModels models = train_hybrid(other.task, log);
    nets::InferenceModel model = nets::inference_model(models.cloud);
    model.forward = [this, infer = model.forward](const torch::Tensor& x) {
      asked += x.size(0);
      return nets::infer(x);
    };
    small.task.cloud.fixed = FixedNetwork{model, models.cloud_input, "sha", folder / "cache"};
    small.task.training.oracle_labels = config::OracleLabels::train;
  }
};

}  // namespace

TEST_CASE("a trained pair becomes a problem with the base before, the control, the hybrid and fused answers",
          "[training]") {
  const test::TemporaryFolder folder;
  std::filesystem::create_directories(folder / "predictions");
  const SmallTask small(folder.path());
  const auto [problem, workload] = evaluated(small, folder.path(), config::TuneOn::train);
  REQUIRE_FALSE(problem.cross_fitted());
  REQUIRE(problem.n_tune() == small.task.parts.tune.size());
  REQUIRE(problem.n_test() == 500);
  const auto all = names(problem);
  for (const char* name : {"max_prob_before", "max_prob_control", "max_prob_control_fused", "max_prob",
                           "router", "max_prob_fused"})
    REQUIRE(std::ranges::find(all, name) != all.end());
  REQUIRE(all.front() == "on_device_before");
  // Fused answers change what is sent, never the base or the scores.
  const eval::Method &plain = problem.method("max_prob"), &fused = problem.method("max_prob_fused");
  REQUIRE(plain.test == fused.test);
  REQUIRE(problem.variant_of(plain).test.base_value == problem.variant_of(fused).test.base_value);
  REQUIRE(problem.variant_of(plain).test.cloud_value != problem.variant_of(fused).test.cloud_value);
}

TEST_CASE("halves of the test images that tune each other make an exchanged problem", "[training]") {
  const test::TemporaryFolder folder;
  std::filesystem::create_directories(folder / "predictions");
  SmallTask small(folder.path());
  small.task.training.update = config::UpdatedParts::router;
  const auto [problem, workload] = evaluated(small, folder.path(), config::TuneOn::test_halves);
  REQUIRE(problem.cross_fitted());
  REQUIRE(problem.half.size() == 500);
  REQUIRE(std::accumulate(problem.half.begin(), problem.half.end(), 0) == 250);
  REQUIRE(problem.n_tune() == problem.n_test());
  REQUIRE_FALSE(std::filesystem::exists(folder / "predictions/base-tune.npz"));
  // A row's fused answer is by the fit on the other half when tested, on its own when tuned.
  const eval::BaseVariant& fused = problem.variant_of(problem.method("max_prob_fused"));
  const Outputs outputs(folder.path());
  for (const std::uint8_t half : {std::uint8_t{0}, std::uint8_t{1}}) {
    const auto right = outputs.right_with(outputs.fit_on(problem.half, half));
    for (std::size_t i = 0; i < right.size(); ++i)
      REQUIRE((problem.half[i] == half ? fused.tune : fused.test).cloud_value[i] == right[i]);
  }
}

TEST_CASE("a fixed cloud is asked once about every image, whatever the rounds and seeds", "[training]") {
  FixedCloud fixed;
  Logger log(Verbosity::quiet);
  const HybridModels models = train_hybrid(fixed.small.task, log);
  REQUIRE(models.cloud.is_empty());
  REQUIRE(models.router.has_value());
  const auto train = static_cast<std::int64_t>(fixed.small.task.parts.train.size());
  REQUIRE(fixed.asked == train);

  std::filesystem::create_directories(fixed.folder / "predictions");
  const auto [problem, workload] = predict_and_pair(fixed.small.task, models, datasets(fixed.small),
                                                    config::TuneOn::test_halves, fixed.folder.path(), log);
  REQUIRE(fixed.asked == train + 500);
  REQUIRE(problem.cross_fitted());

  std::filesystem::remove_all(fixed.folder / "checkpoints");
  std::filesystem::create_directories(fixed.folder / "checkpoints");
  fixed.small.task.seed = SeedTree(77);
  const HybridModels again = train_hybrid(fixed.small.task, log);
  (void)predict_and_pair(fixed.small.task, again, datasets(fixed.small), config::TuneOn::test_halves,
                         fixed.folder.path(), log);
  REQUIRE(fixed.asked == train + 500);
}

TEST_CASE("distillation asks a fixed cloud once about each epoch's views, and changes the base alone",
          "[training]") {
  FixedCloud plain, distilled;
  distilled.small.task.training.distillation = {.weight = 0.5, .temperature = 1};
  Logger log(Verbosity::quiet);
  const HybridModels without = train_hybrid(plain.small.task, log);
  const HybridModels with = train_hybrid(distilled.small.task, log);
  const auto train = static_cast<std::int64_t>(plain.small.task.parts.train.size());
  // The small task does not augment, so that the views of all epochs are the images themselves.
  REQUIRE(distilled.asked == train);
  REQUIRE(test::same_state(without.control, with.control));
  REQUIRE_FALSE(test::same_state(without.base, with.base));
}

TEST_CASE("AppealNet is a base variant with a method of its own name, scored by its predictor",
          "[training]") {
  FixedCloud fixed;
  fixed.small.task.training.appealnet.enabled = true;
  Logger log(Verbosity::quiet);
  const HybridModels models = train_hybrid(fixed.small.task, log);
  // Its cloud's losses are from the answers that the oracle was given.
  REQUIRE(fixed.asked == static_cast<std::int64_t>(fixed.small.task.parts.train.size()));
  std::filesystem::create_directories(fixed.folder / "predictions");
  const auto [problem, workload] = predict_and_pair(fixed.small.task, models, datasets(fixed.small),
                                                    config::TuneOn::train, fixed.folder.path(), log);
  const eval::Method& method = problem.method("appealnet");
  REQUIRE(method.measure == "appealnet");
  REQUIRE(problem.variant_of(method).suffix == "appealnet");
  REQUIRE(method.router_macs > 0);
  REQUIRE(problem.method("max_prob_appealnet").router_macs == 0);
  REQUIRE((method.tune.size() == problem.n_tune() && method.test.size() == problem.n_test()));
  const predictions::PredictionSet stored =
      predictions::read_prediction_set(fixed.folder / "predictions/appealnet-test.npz");
  REQUIRE((stored.classes == 10 && stored.feature_dim == 1));
  for (std::size_t i = 0; i < stored.size(); ++i)
    REQUIRE(method.test[i] == -static_cast<double>(stored.features[i]));
  REQUIRE(problem.variant_of(method).test.base_value == predictions::correct(stored));
  const auto against = eval::opponents(problem);
  for (const char* name : {"appealnet", "max_prob_appealnet"})
    REQUIRE(std::ranges::find(against, name) != against.end());
}

TEST_CASE("without AppealNet a trained run says so", "[training]") {
  const test::TemporaryFolder folder;
  std::filesystem::create_directories(folder / "predictions");
  SmallTask small(folder.path());
  small.task.training.update = config::UpdatedParts::router;
  REQUIRE(evaluated(small, folder.path(), config::TuneOn::train).problem.skipped.contains("appealnet"));
}

TEST_CASE("the base in integers is a variant of its own, almost always of the same opinion", "[training]") {
  const test::TemporaryFolder folder;
  std::filesystem::create_directories(folder / "predictions");
  SmallTask small(folder.path());
  small.task.training.update = config::UpdatedParts::router;
  small.task.base.config.int8_calibration = 100;
  const auto [problem, workload] = evaluated(small, folder.path(), config::TuneOn::train);
  const auto& in_floats = problem.variant_of(problem.method("max_prob")).test.base_value;
  const auto& in_integers = problem.variant_of(problem.method("max_prob_int8")).test.base_value;
  int other = 0;
  for (std::size_t i = 0; i < in_floats.size(); ++i) other += in_floats[i] != in_integers[i] ? 1 : 0;
  REQUIRE(other < 50);
  REQUIRE(problem.method("router_int8").test != problem.method("router").test);
}

TEST_CASE("published weights replace pre-training", "[training]") {
  const test::TemporaryFolder folder, other;
  SmallTask first(folder.path());
  first.task.training.update = config::UpdatedParts::router;
  Logger log(Verbosity::quiet);
  const HybridModels trained = train_hybrid(first.task, log);
  weights::write_safetensors(folder / "base.safetensors", nets::weights_of(trained.base_before));

  SmallTask second(other.path());
  second.task.training.update = config::UpdatedParts::router;
  second.task.base.weights = folder / "base.safetensors";
  second.task.seed = SeedTree(99);
  const HybridModels loaded = train_hybrid(second.task, log);
  REQUIRE(test::same_state(trained.base_before, loaded.base_before));
  REQUIRE_FALSE(std::filesystem::exists(other.path() / "base.pt"));
}
