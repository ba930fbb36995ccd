#include "training/appealnet.h"

#include "small_task.h"

#include <algorithm>
#include <cmath>

#include "arch/count.h"
#include "core/error.h"
#include "nets/infer.h"
#include "nets/inference_model.h"
#include "support/temporary_folder.h"

#include <catch2/catch.hpp>

using namespace hybrid;
using namespace hybrid::training;
using test::SmallTask;

namespace {

torch::Tensor doubles(const std::vector<double>& values, std::vector<std::int64_t> shape) {
  return torch::tensor(values, torch::kFloat64).reshape(shape);
}

/// Logits of two classes and of q, labels and cloud losses of three images.
struct Example {
  std::vector<double> outputs{0.3, -0.4, 0.7, 1.5, 2.0, -1.1, -0.2, 0.9, 2.5};
  torch::Tensor labels = torch::tensor({0, 1, 0}, torch::kInt64);
  torch::Tensor cloud_losses = doubles({0.05, 0.4, 2.0}, {3});

  torch::Tensor losses(const torch::Tensor& of, double beta) const {
    return appealnet_losses(of, labels, cloud_losses, beta);
  }
};

/// AppealNet on the small task against a cloud with these losses on the training images.
struct Trained {
  std::vector<double> q;  ///< of the training images
  std::vector<EpochRecord> log;

  Trained(const SmallTask& small, const std::vector<float>& cloud_losses, double beta) {
    Logger quiet(Verbosity::quiet);
    const auto& rows = small.task.parts.train;
    const transforms::Preprocessing input = transforms::preprocessing_of({}, small.source, rows);
    const nets::Network network =
        appealnet_from(nets::build_network(small.task.base.arch, SeedTree(1)), SeedTree(2));
    const torch::Tensor of_cloud = torch::tensor(cloud_losses);
    SgdTrainer trainer("appealnet", network, {small.source, rows, input}, test::quick_sgd(0.05), 3,
                       config::Precision::fp32, 0.0, SeedTree(3), quiet);
    trainer.minimise(
        [&](const torch::Tensor& outputs, const torch::Tensor& labels, std::span<const std::size_t> batch) {
          const std::vector<std::int64_t> places(batch.begin(), batch.end());
          return appealnet_losses(outputs, labels, of_cloud.index_select(0, torch::tensor(places)), beta);
        });
    for (int epoch = 0; epoch < 3; ++epoch) log.push_back(trainer.run_epoch(epoch));
    const auto outputs = nets::infer_all(nets::inference_model(network), {input}, small.source, rows, quiet);
    const auto columns = static_cast<std::size_t>(small.images.classes) + 1;
    for (std::size_t at = columns; at <= outputs.size(); at += columns) {
      const float logit = outputs[at - 1];
      q.push_back(1 / (1 + std::exp(-static_cast<double>(logit))));
    }
  }
};

}  // namespace

TEST_CASE("AppealNet's loss is q times the edge's, 1 - q times the cloud's and beta times -log q",
          "[training]") {
  const Example example;
  const auto losses = example.losses(doubles(example.outputs, {3, 3}), 0.25);
  REQUIRE(losses.sizes() == std::vector<std::int64_t>{3});
  const int labels[] = {0, 1, 0};
  const double of_cloud[] = {0.05, 0.4, 2.0};
  for (std::size_t i = 0; i < 3; ++i) {
    const double* row = &example.outputs[3 * i];
    const double of_edge = std::log(std::exp(row[0]) + std::exp(row[1])) - row[labels[i]];
    const double q = 1 / (1 + std::exp(-row[2]));
    REQUIRE(losses[static_cast<std::int64_t>(i)].item<double>() ==
            Approx(q * of_edge + (1 - q) * of_cloud[i] - 0.25 * std::log(q)));
  }
}

TEST_CASE("the gradients of AppealNet's loss are its differences", "[training]") {
  const Example example;
  const auto outputs = doubles(example.outputs, {3, 3}).requires_grad_();
  example.losses(outputs, 0.25).mean().backward();
  const auto gradient = outputs.grad().flatten();
  for (std::size_t i = 0; i < example.outputs.size(); ++i) {
    const auto at = [&](double step) {
      auto moved = example.outputs;
      moved[i] += step;
      return example.losses(doubles(moved, {3, 3}), 0.25).mean().item<double>();
    };
    REQUIRE(gradient[static_cast<std::int64_t>(i)].item<double>() ==
            Approx((at(1e-5) - at(-1e-5)) / 2e-5).margin(1e-9));
  }
}

TEST_CASE("AppealNet's q rests where it is beta over the excess loss", "[training]") {
  const double of_edge = std::log(1 + std::exp(2.0));  // of label 0 by logits 0 and 2
  const double beta = 0.3, of_cloud = 0.1;
  const double q = beta / (of_edge - of_cloud);
  const auto outputs = doubles({0, 2, std::log(q / (1 - q))}, {1, 3}).requires_grad_();
  appealnet_losses(outputs, torch::tensor({0}, torch::kInt64), doubles({of_cloud}, {1}), beta)
      .sum()
      .backward();
  REQUIRE(outputs.grad()[0][2].item<double>() == Approx(0).margin(1e-12));
}

TEST_CASE("AppealNet starts with the base's answers and pays one output more", "[training]") {
  const SmallTask small("");
  nets::Network base = nets::build_network(small.task.base.arch, SeedTree(1));
  nets::Network network = appealnet_from(base, SeedTree(2));
  const auto images = torch::rand({4, small.images.channels, small.images.height, small.images.width});
  base->eval();
  network->eval();
  const auto outputs = network->forward(images);
  REQUIRE(outputs.size(1) == small.images.classes + 1);
  REQUIRE(torch::allclose(outputs.narrow(1, 0, small.images.classes), base->forward(images)));
  REQUIRE(parameter_count(network) - parameter_count(base) ==
          count(network->spec()).macs - count(base->spec()).macs + 1);  // one bias
  REQUIRE_FALSE(test::same_state(network, appealnet_from(base, SeedTree(3))));
}

TEST_CASE("a base that does not end in plain logits cannot have a predictor", "[training]") {
  arch::ArchSpec arch = SmallTask("").task.base.arch;
  std::get<arch::LinearSpec>(arch.layers.back()).activation = arch::Activation::relu;
  REQUIRE_THROWS_AS(with_predictor(arch), Infeasible);
  arch.layers.pop_back();
  REQUIRE_THROWS_AS(with_predictor(arch), Infeasible);
  arch.layers.clear();
  REQUIRE_THROWS_AS(with_predictor(arch), Infeasible);
}

TEST_CASE("a perfect cloud gets everything unless beta is large, a hopeless one nothing", "[training]") {
  const SmallTask small("");
  const std::vector<float> perfect(small.task.parts.train.size(), 0.0F),
      hopeless(small.task.parts.train.size(), 20.0F);
  const auto is_sent = [](double q) { return q < 0.5; };
  REQUIRE(std::ranges::all_of(Trained(small, perfect, 1e-4).q, is_sent));
  const Trained keeps(small, perfect, 10);
  REQUIRE(std::ranges::none_of(keeps.q, is_sent));
  REQUIRE(keeps.log.back().accuracy > 0.5);  // of the classes: the predictor's large logit is no answer
  REQUIRE(std::ranges::none_of(Trained(small, hopeless, 1e-4).q, is_sent));
}

TEST_CASE("AppealNet's predictor learns what its cloud knows, and the loss falls", "[training]") {
  const SmallTask small("");
  // A specialist: the first half of the classes and nothing else.
  const auto knows = [&](std::size_t row) { return small.images.labels[row] < small.images.classes / 2; };
  std::vector<float> losses;
  for (const auto row : small.task.parts.train) losses.push_back(knows(row) ? 0.0F : 5.0F);
  const Trained trained(small, losses, 0.1);
  double kept_of_known = 0, kept_of_others = 0, known = 0;
  for (std::size_t i = 0; i < trained.q.size(); ++i) {
    const bool is_known = knows(small.task.parts.train[i]);
    (is_known ? kept_of_known : kept_of_others) += trained.q[i];
    known += is_known ? 1 : 0;
  }
  REQUIRE(kept_of_others / (static_cast<double>(trained.q.size()) - known) > kept_of_known / known + 0.2);
  REQUIRE(trained.log.back().loss < 0.8 * trained.log.front().loss);
}

TEST_CASE("AppealNet is a phase of its own: it leaves the others as they are and goes on to the same result",
          "[training]") {
  const auto run = [](const SmallTask& small) {
    Logger log(Verbosity::quiet);
    return train_hybrid(small.task, log);
  };
  const test::TemporaryFolder plain_folder, folder;
  const HybridModels plain = run(SmallTask(plain_folder.path()));
  REQUIRE(plain.appealnet.is_empty());
  SmallTask small(folder.path());
  small.task.training.appealnet = {.enabled = true};
  const HybridModels whole = run(small);
  REQUIRE(test::same_state(plain.base, whole.base));
  REQUIRE(test::same_state(plain.control, whole.control));
  const auto epochs_of = [](const HybridModels& models) {
    return std::ranges::count(models.log, "appealnet", &EpochRecord::phase);
  };
  REQUIRE(epochs_of(whole) == small.task.training.epochs);

  std::filesystem::remove(folder / "appealnet.pt");  // as if killed before the phase's first checkpoint
  REQUIRE(test::same_state(run(small).appealnet, whole.appealnet));
  const HybridModels loaded = run(small);  // as if killed after it
  REQUIRE(test::same_state(loaded.appealnet, whole.appealnet));
  REQUIRE(epochs_of(loaded) == epochs_of(whole));
  std::filesystem::remove(folder / "appealnet.pt");
  small.task.training.appealnet.epochs = 1;
  REQUIRE(epochs_of(run(small)) == 1);
}
