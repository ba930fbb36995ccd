#include "small_task.h"

#include <catch2/catch.hpp>

using namespace hybrid;
using namespace hybrid::training;
using test::SmallTask;

namespace {

/// One epoch of the small base, weighted.
nets::Network trained(const SmallTask& small, std::span<const float> weights,
                      std::span<const std::size_t> rows, int epochs = 1) {
  Logger log(Verbosity::quiet);
  const transforms::Preprocessing input =
      transforms::preprocessing_of({}, small.source, small.task.parts.train);
  nets::Network network = nets::build_network(small.task.base.arch, SeedTree(1));
  SgdTrainer trainer("base", network, {small.source, rows, input}, test::quick_sgd(0.02), epochs,
                     config::Precision::fp32, 0.0, SeedTree(2), log);
  for (int epoch = 0; epoch < epochs; ++epoch) trainer.run_epoch(epoch, weights);
  return network;
}

}  // namespace

TEST_CASE("the learning rate rises linearly, then falls as a half cosine to 0", "[training]") {
  REQUIRE(cosine_learning_rate(1.0, 0.0, 0, 100) == 1.0);
  REQUIRE(cosine_learning_rate(1.0, 0.0, 50, 100) == Approx(0.5));
  REQUIRE(cosine_learning_rate(1.0, 0.0, 100, 100) == Approx(0.0).margin(1e-15));
  REQUIRE(cosine_learning_rate(2.0, 0.1, 0, 100) == Approx(2.0 / 11));
  REQUIRE(cosine_learning_rate(2.0, 0.1, 9, 100) == Approx(20.0 / 11));
  REQUIRE(cosine_learning_rate(2.0, 0.1, 10, 100) == Approx(2.0));
  REQUIRE(cosine_learning_rate(2.0, 0.1, 55, 100) == Approx(1.0));
}

TEST_CASE("the loss falls and training accuracy rises", "[training]") {
  const SmallTask small("");
  Logger log(Verbosity::quiet);
  const transforms::Preprocessing input =
      transforms::preprocessing_of({}, small.source, small.task.parts.train);
  SgdTrainer trainer("base", nets::build_network(small.task.base.arch, SeedTree(1)),
                     {small.source, small.task.parts.train, input}, test::quick_sgd(0.05), 4,
                     config::Precision::fp32, 0.0, SeedTree(2), log);
  const EpochRecord first = trainer.run_epoch(0);
  EpochRecord last;
  for (int epoch = 1; epoch < 4; ++epoch) last = trainer.run_epoch(epoch);
  REQUIRE(last.loss < 0.8 * first.loss);
  REQUIRE(last.accuracy > first.accuracy);
  REQUIRE(last.epoch == 4);
  REQUIRE(last.learning_rate < first.learning_rate);
}

TEST_CASE("the same seed gives the same network bit by bit", "[training]") {
  const SmallTask small("");
  const auto& rows = small.task.parts.train;
  REQUIRE(test::same_state(trained(small, {}, rows), trained(small, {}, rows)));
}

TEST_CASE("equal weights change nothing, whatever their size, up to rounding", "[training]") {
  const SmallTask small("");
  const auto& rows = small.task.parts.train;
  const std::vector<float> sevens(rows.size(), 7.0F);
  const auto plain = trained(small, {}, rows)->parameters();
  const auto weighted = trained(small, sevens, rows)->parameters();
  for (std::size_t i = 0; i < plain.size(); ++i) REQUIRE(torch::allclose(plain[i], weighted[i], 1e-3, 1e-4));
}

TEST_CASE("an image of weight 0 has no influence through the loss", "[training]") {
  // In batches of everything, changing the label of an ignored image must not change the result.
  SmallTask small("");
  const std::vector<std::size_t> rows{0, 1, 2, 3, 4, 5, 6, 7};
  std::vector<float> weights(rows.size(), 1.0F);
  weights[3] = 0.0F;
  const nets::Network before = trained(small, weights, rows);
  small.images.labels[3] = (small.images.labels[3] + 1) % small.images.classes;
  REQUIRE(test::same_state(before, trained(small, weights, rows)));
  weights[3] = 1.0F;
  REQUIRE_FALSE(test::same_state(before, trained(small, weights, rows)));
}

TEST_CASE("a learning rate that blows up ends in a clear fault of the config", "[training]") {
  const SmallTask small("");
  Logger log(Verbosity::quiet);
  const transforms::Preprocessing input =
      transforms::preprocessing_of({}, small.source, small.task.parts.train);
  config::SgdConfig sgd = test::quick_sgd(1e30);
  SgdTrainer trainer("base", nets::build_network(small.task.base.arch, SeedTree(1)),
                     {small.source, small.task.parts.train, input}, sgd, 1, config::Precision::fp32, 0.0,
                     SeedTree(2), log);
  REQUIRE_THROWS_AS(trainer.run_epoch(0), Infeasible);
}

TEST_CASE("bf16 trains to nearly the same loss as fp32", "[training]") {
  const SmallTask small("");
  Logger log(Verbosity::quiet);
  const transforms::Preprocessing input =
      transforms::preprocessing_of({}, small.source, small.task.parts.train);
  const auto last_loss = [&](config::Precision precision) {
    SgdTrainer trainer("base", nets::build_network(small.task.base.arch, SeedTree(1)),
                       {small.source, small.task.parts.train, input}, test::quick_sgd(0.05), 2, precision,
                       0.0, SeedTree(2), log);
    trainer.run_epoch(0);
    return trainer.run_epoch(1).loss;
  };
  REQUIRE(last_loss(config::Precision::bf16) == Approx(last_loss(config::Precision::fp32)).epsilon(0.15));
}

TEST_CASE("a teacher who is sure of the labels teaches what the labels teach", "[training]") {
  const SmallTask small("");
  Logger log(Verbosity::quiet);
  const transforms::Preprocessing input =
      transforms::preprocessing_of({}, small.source, small.task.parts.train);
  const auto& rows = small.task.parts.train;
  const auto taught = [&](double sureness, double weight) {
    nets::Network network = nets::build_network(small.task.base.arch, SeedTree(1));
    SgdTrainer trainer("base", network, {small.source, rows, input}, test::quick_sgd(0.02), 1,
                       config::Precision::fp32, 0.0, SeedTree(2), log);
    const auto teacher_logits = [&](const transforms::SeededAugmentation&) {
      std::vector<float> logits;
      for (const auto row : rows)
        for (int k = 0; k < small.images.classes; ++k)
          logits.push_back(small.images.labels[row] == k ? static_cast<float>(sureness) : 0.0F);
      return logits;
    };
    if (weight > 0) trainer.learn_from({teacher_logits, weight, 1.0});
    trainer.run_epoch(0);
    return network;
  };
  const nets::Network by_labels = taught(0, 0);
  const auto distance = [&](const nets::Network& network) {
    double sum = 0;
    for (std::size_t i = 0; i < network->parameters().size(); ++i)
      sum += (network->parameters()[i] - by_labels->parameters()[i]).abs().sum().item<double>();
    return sum;
  };
  REQUIRE(distance(taught(100, 0.5)) < 1e-2);
  REQUIRE(distance(taught(1, 0.5)) >
          10 * distance(taught(100, 0.5)));  // an unsure one teaches something else
}

TEST_CASE("teacher and trainee see the same views, another set each epoch", "[training]") {
  const SmallTask small("");
  Logger log(Verbosity::quiet);
  const transforms::Preprocessing input =
      transforms::preprocessing_of({}, small.source, small.task.parts.train);
  const auto& rows = small.task.parts.train;
  config::SgdConfig sgd = test::quick_sgd(0.02);
  sgd.augment = config::Augment::flip_shift;
  std::vector<std::uint64_t> seeds;
  const auto teacher_logits = [&](const transforms::SeededAugmentation& augmentation) {
    REQUIRE((augmentation.settings.kind == config::Augment::flip_shift &&
             augmentation.settings.shift == sgd.shift));
    seeds.push_back(augmentation.seed.value());
    return std::vector<float>(rows.size() * 10, 0.0F);
  };
  for (const std::uint64_t seed : {std::uint64_t{2}, std::uint64_t{3}}) {
    SgdTrainer trainer("base", nets::build_network(small.task.base.arch, SeedTree(1)),
                       {small.source, rows, input}, sgd, 2, config::Precision::fp32, 0.0, SeedTree(seed),
                       log);
    trainer.share_augmentation(SeedTree(7));
    trainer.learn_from({teacher_logits, 0.5, 1.0});
    trainer.run_epoch(0);
    trainer.run_epoch(1);
  }
  REQUIRE(seeds.size() == 4);
  REQUIRE(seeds[0] != seeds[1]);
  REQUIRE(
      (seeds[0] == seeds[2] && seeds[1] == seeds[3]));  // shared views do not depend on the trainer's seed
}
