#include "small_task.h"

#include <fstream>

#include "core/files.h"
#include "nets/infer.h"
#include "nets/inference_model.h"
#include "predictions/output_rows.h"
#include "support/temporary_folder.h"

#include <catch2/catch.hpp>

using namespace hybrid;
using namespace hybrid::training;
using test::SmallTask;

namespace {

HybridModels run(const SmallTask& small) {
  Logger log(Verbosity::quiet);
  return train_hybrid(small.task, log);
}

/// A router that is not held to a coverage and learns long enough to send a part, so that W_b and W_g have
/// what to weigh.
void send_a_part(SmallTask& small) {
  small.task.base.arch = *arch::find_arch("linear", small.task.base.arch.input, small.images.classes);
  small.task.router.penalty_weight = 0;
  small.task.router.learning_rate = 0.1;
  small.task.router.epochs = 200;
}

double accuracy(const SmallTask& small, const HybridModels& models, const nets::Network& network) {
  Logger log(Verbosity::quiet);
  const auto logits = nets::infer_all(nets::inference_model(network), {models.base_input}, small.source,
                                      small.task.parts.tune, log);
  std::vector<std::int32_t> labels;
  for (const auto row : small.task.parts.tune) labels.push_back(small.images.labels[row]);
  double right = 0;
  for (const auto r : predictions::correct(predictions::prediction_set_from_logits("tune", labels, logits)))
    right += r;
  return right / static_cast<double>(labels.size());
}

}  // namespace

TEST_CASE("W_b is 2 - r and W_g is 1 + r", "[training]") {
  const std::vector<routing::Route> routes{routing::Route::device, routing::Route::cloud};
  REQUIRE(base_weights(routes, 1) == std::vector<float>{2.0F, 1.0F});
  REQUIRE(cloud_weights(routes, 1) == std::vector<float>{1.0F, 2.0F});
  REQUIRE(base_weights(routes, 0.5) == std::vector<float>{1.5F, 1.0F});
  REQUIRE(cloud_weights(routes, 3) == std::vector<float>{1.0F, 4.0F});
  REQUIRE(base_weights(routes, 0) == cloud_weights(routes, 0));
}

TEST_CASE(
    "router+base trains a base of its own, a control and a router, and leaves the pre-trained ones alone",
    "[training]") {
  const test::TemporaryFolder folder;
  SmallTask small(folder.path());
  send_a_part(small);
  const HybridModels models = run(small);
  REQUIRE(models.router.has_value());
  REQUIRE(models.oracle_share > 0);
  REQUIRE(models.oracle_images == small.task.parts.oracle.size());
  REQUIRE(models.cloud.ptr() == models.cloud_before.ptr());
  REQUIRE_FALSE(test::same_state(models.base, models.base_before));
  REQUIRE_FALSE(test::same_state(models.base, models.control));
  REQUIRE_FALSE(test::same_state(models.control, models.base_before));
}

TEST_CASE("without W_b and W_g hybrid training is the controls'; with them it follows the emphasis",
          "[training]") {
  const auto trained = [](double base_emphasis, double cloud_emphasis) {
    const test::TemporaryFolder folder;
    SmallTask small(folder.path());
    send_a_part(small);
    small.task.training.update = config::UpdatedParts::router_base_cloud;
    small.task.training.control = base_emphasis == 0;
    small.task.training.base_emphasis = base_emphasis;
    small.task.training.cloud_emphasis = cloud_emphasis;
    return run(small);
  };
  const HybridModels off = trained(0, 0);
  REQUIRE(test::same_state(off.base, off.control));
  REQUIRE(test::same_state(off.cloud, off.control_cloud));
  const HybridModels paper = trained(1, 1);
  REQUIRE_FALSE(test::same_state(paper.base, off.base));
  REQUIRE_FALSE(test::same_state(paper.cloud, off.cloud));
  const HybridModels strong = trained(3, 0);
  REQUIRE_FALSE(test::same_state(strong.base, off.base));
  REQUIRE_FALSE(test::same_state(strong.base, paper.base));
  REQUIRE(test::same_state(strong.cloud, off.cloud));
}

TEST_CASE("a router that sends all training images trains the control, and the user is told once",
          "[training]") {
  const test::TemporaryFolder folder;
  SmallTask small(folder.path());
  send_a_part(small);
  const auto warnings = [&](double positive_weight) {
    small.task.router.positive_weight = positive_weight;
    small.task.checkpoints = folder / std::to_string(positive_weight);
    create_folders(small.task.checkpoints);
    Logger log(Verbosity::quiet);
    const HybridModels models = train_hybrid(small.task, log);
    REQUIRE(test::same_state(models.base, models.control) == !log.warnings().empty());
    return log.warnings();
  };
  REQUIRE(warnings(small.task.router.positive_weight).empty());
  const auto told = warnings(1e6);
  REQUIRE(told.size() == 1);
  REQUIRE_THAT(told.front(),
               Catch::Matchers::Contains("in every round the router sends all training images or none"));
}

TEST_CASE("update router leaves both networks as pre-trained and needs no control", "[training]") {
  const test::TemporaryFolder folder;
  SmallTask small(folder.path());
  small.task.training.update = config::UpdatedParts::router;
  const HybridModels models = run(small);
  REQUIRE(models.base.ptr() == models.base_before.ptr());
  REQUIRE(models.cloud.ptr() == models.cloud_before.ptr());
  REQUIRE(models.control.is_empty());
  REQUIRE(models.router.has_value());
  REQUIRE(accuracy(small, models, models.cloud) > accuracy(small, models, models.base));
}

TEST_CASE("update router+base+cloud trains the cloud, too", "[training]") {
  const test::TemporaryFolder folder;
  SmallTask small(folder.path());
  small.task.training.update = config::UpdatedParts::router_base_cloud;
  const HybridModels models = run(small);
  REQUIRE_FALSE(test::same_state(models.cloud, models.cloud_before));
  REQUIRE_FALSE(test::same_state(models.base, models.base_before));
}

TEST_CASE("update none is the control: the same fine-tuning without router and weights", "[training]") {
  const test::TemporaryFolder first, second;
  SmallTask none(first.path());
  none.task.training.update = config::UpdatedParts::none;
  const HybridModels plain = run(none);
  REQUIRE_FALSE(plain.router.has_value());
  REQUIRE(plain.control.is_empty());
  const HybridModels hybrid = run(SmallTask(second.path()));
  REQUIRE(test::same_state(plain.base, hybrid.control));
}

TEST_CASE("oracle labels come from where the config says", "[training]") {
  const test::TemporaryFolder folder;
  SmallTask small(folder.path());
  small.task.training.update = config::UpdatedParts::router;
  small.task.training.oracle_labels = config::OracleLabels::train;
  REQUIRE(run(small).oracle_images == small.task.parts.train.size());
  small.task.training.oracle_labels = config::OracleLabels::cross_fit;
  const HybridModels crossed = run(small);
  REQUIRE(crossed.oracle_images == small.task.parts.train.size());
  REQUIRE(std::filesystem::exists(folder.path() / "base-fold-2.pt"));
}

TEST_CASE("hybrid training is deterministic and goes on after any phase to the same result", "[training]") {
  const test::TemporaryFolder whole_folder, cut_folder;
  const HybridModels whole = run(SmallTask(whole_folder.path()));
  (void)run(SmallTask(cut_folder.path()));
  // As if killed before the last phase had its first checkpoint.
  std::filesystem::remove(cut_folder.path() / "hybrid.pt");
  const HybridModels resumed = run(SmallTask(cut_folder.path()));
  REQUIRE(test::same_state(whole.base, resumed.base));
  REQUIRE(test::same_state(whole.control, resumed.control));
  REQUIRE(*whole.router == *resumed.router);
}
