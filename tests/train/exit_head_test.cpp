#include "training/exit_head.h"

#include <catch2/catch.hpp>

using namespace hybrid;
using namespace hybrid::training;

namespace {

/// Three classes apart along two of three features; those of very different size, and the third a constant.
struct Separable {
  torch::Tensor features, labels;

  explicit Separable(std::int64_t n = 600) {
    torch::manual_seed(4);
    labels = torch::arange(n, torch::kInt64).remainder(3);
    features = 0.3 * torch::randn({n, 3});
    features.select(1, 0).add_(labels.eq(1)).mul_(1e4).add_(5e4);
    features.select(1, 1).add_(labels.eq(2)).mul_(1e-3);
    features.select(1, 2).fill_(7);
  }

  double accuracy(const ExitHead& head) const {
    const auto logits = torch::addmm(head.bias, features, head.weight.t());
    return logits.argmax(1).eq(labels).to(torch::kFloat64).mean().item<double>();
  }
};

}  // namespace

TEST_CASE("an exit's classifier learns, whatever the size of its features", "[training]") {
  const Separable data;
  const ExitHead head = train_exit_head(data.features, data.labels, 3, kExitSgd, 20, SeedTree(1));
  REQUIRE(data.accuracy(head) > 0.9);  // Bayes' classifier: 0.93
  REQUIRE(head.accuracy > 0.9);
  REQUIRE(head.loss < 0.3);
}

TEST_CASE("the same seed gives the same classifier bit by bit, another one another", "[training]") {
  const Separable data;
  const auto weight = [&](std::uint64_t seed) {
    return train_exit_head(data.features, data.labels, 3, kExitSgd, 2, SeedTree(seed)).weight;
  };
  REQUIRE(torch::equal(weight(1), weight(1)));
  REQUIRE_FALSE(torch::equal(weight(1), weight(2)));
}
