#include "simulate/simulator.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

using namespace hybrid;
using namespace hybrid::simulate;

namespace {

/// Probabilities of one example's outputs.
std::vector<double> softmax(const std::vector<float>& logits, std::size_t row, std::size_t k) {
  std::vector<double> p(logits.begin() + static_cast<std::ptrdiff_t>(row * k),
                        logits.begin() + static_cast<std::ptrdiff_t>((row + 1) * k));
  for (double& value : p) value = std::exp(value);
  const double sum = std::accumulate(p.begin(), p.end(), 0.0);
  for (double& value : p) value /= sum;
  return p;
}

double accuracy(const predictions::PredictionSet& set) {
  const auto right = predictions::correct(set);
  return std::accumulate(right.begin(), right.end(), 0.0) / static_cast<double>(right.size());
}

}  // namespace

TEST_CASE("the same seed gives the same examples, and more of them first the same", "[simulate]") {
  const Simulator simulator({.classes = 4});
  const auto few = simulator.draw(SimulatedPart::test, 50, SeedTree(1));
  const auto many = simulator.draw(SimulatedPart::test, 80, SeedTree(1));
  const auto first = [](const auto& values, std::ptrdiff_t n) {
    return std::vector(values.begin(), values.begin() + n);
  };
  REQUIRE(first(many.labels, 50) == few.labels);
  REQUIRE(first(many.base_logits, 200) == few.base_logits);
  REQUIRE(first(many.cloud_logits, 200) == few.cloud_logits);
  REQUIRE(first(many.base_probability, 50) == few.base_probability);
  REQUIRE(simulator.draw(SimulatedPart::test, 50, SeedTree(2)).base_logits != few.base_logits);
  REQUIRE(simulator.draw(SimulatedPart::tune, 50, SeedTree(1)).base_logits != few.base_logits);
}

TEST_CASE("a calibrated base's confidence is the probability that it is right", "[simulate]") {
  const Simulator simulator({.classes = 3, .label_noise = {.classes = 0.3, .rate = 0.5}});
  const auto outputs = simulator.draw(SimulatedPart::tune, 100, SeedTree(1));
  const predictions::PredictionSet base = prediction_pair(outputs).base;
  for (std::size_t i = 0; i < 100; ++i)
    REQUIRE(base.confidence[i] == Approx(outputs.base_probability[i]).epsilon(1e-5));
}

TEST_CASE("sharpness multiplies the logits and changes nothing else", "[simulate]") {
  const auto plain = Simulator({.classes = 3}).draw(SimulatedPart::tune, 20, SeedTree(1));
  const auto sharp =
      Simulator({.classes = 3, .base = {.sharpness = 2}}).draw(SimulatedPart::tune, 20, SeedTree(1));
  for (std::size_t i = 0; i < plain.base_logits.size(); ++i)
    REQUIRE(sharp.base_logits[i] == Approx(2 * plain.base_logits[i]));
  REQUIRE(sharp.base_probability == plain.base_probability);
  REQUIRE(sharp.labels == plain.labels);
}

TEST_CASE("the best score follows from what the device sees: the specialties and the noisy classes",
          "[simulate]") {
  const std::size_t k = 4;
  const Simulator simulator({.classes = 4,
                             .cloud = {.accuracy = 0.6, .specialties = 0.5, .specialty_accuracy = 0.9},
                             .label_noise = {.classes = 0.25, .rate = 0.4}});
  const auto outputs = simulator.draw(SimulatedPart::test, 200, SeedTree(1));
  const auto scores = optimal_scores(outputs);
  for (std::size_t i = 0; i < 200; ++i) {
    const auto label = softmax(outputs.base_logits, i, k);
    // Back from l to w and q, class 3 being the noisy one.
    const double random = 0.4 * label[3] / (1 - 0.4 + 0.4 / 4);
    std::vector<double> q = label;
    for (double& share : q) share -= random / 4;
    q[3] /= 0.6;
    const auto nearest = std::ranges::max_element(q) - q.begin();
    const double skill = nearest < 2 ? 0.9 : 0.6;
    REQUIRE(scores[i] ==
            Approx((1 - random) * skill + random / 4 - *std::ranges::max_element(label)).margin(1e-5));
  }
}

TEST_CASE("both models are as accurate as they are said to be", "[simulate]") {
  const std::size_t n = 20000;
  for (const int k : {2, 10, 200}) {
    const Simulator simulator({.classes = k, .base = {.accuracy = 0.72}, .cloud = {.accuracy = 0.85}});
    const auto pair =
        prediction_pair(simulator.draw(SimulatedPart::tune, n / (k > 10 ? 10U : 1U), SeedTree(1)));
    const double noise = 4 * std::sqrt(0.25 / static_cast<double>(pair.size()));
    REQUIRE(accuracy(pair.base) == Approx(0.72).margin(noise));
    REQUIRE(accuracy(pair.cloud) == Approx(0.85).margin(noise));
  }
}

TEST_CASE("a cloud that is always right is, one that never is, is not", "[simulate]") {
  for (const double skill : {0.0, 1.0}) {
    const Simulator simulator({.classes = 3, .cloud = {.accuracy = skill}});
    REQUIRE(accuracy(prediction_pair(simulator.draw(SimulatedPart::test, 300, SeedTree(1))).cloud) == skill);
  }
}

TEST_CASE("shift changes the test part alone: rarer classes, weaker evidence", "[simulate]") {
  const config::SimulationConfig plain{.classes = 5};
  config::SimulationConfig shifted = plain;
  shifted.shift = {.signal = 0.5, .class_ratio = 16};
  const std::size_t n = 4000;
  REQUIRE(Simulator(shifted).draw(SimulatedPart::tune, n, SeedTree(1)).base_logits ==
          Simulator(plain).draw(SimulatedPart::tune, n, SeedTree(1)).base_logits);
  const auto test = Simulator(shifted).draw(SimulatedPart::test, n, SeedTree(1));
  std::vector<double> counts(5);
  for (const auto label : test.labels) ++counts[static_cast<std::size_t>(label)];
  for (std::size_t c = 0; c < 5; ++c)  // 16 : 8 : 4 : 2 : 1
    REQUIRE(counts[c] / static_cast<double>(n) ==
            Approx(std::exp2(4.0 - static_cast<double>(c)) / 31).margin(0.03));
  const auto before = Simulator(plain).draw(SimulatedPart::test, n, SeedTree(1));
  REQUIRE(accuracy(prediction_pair(test).base) < accuracy(prediction_pair(before).base) - 0.1);
}
