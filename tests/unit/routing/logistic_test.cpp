#include "routing/logistic.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "core/seed.h"

using namespace hybrid;
using namespace hybrid::routing;

namespace {

struct Problem {
  ConfidenceFeatures features;
  std::vector<double> targets, weights;
  std::vector<std::size_t> rows;
  LogisticData data() const { return {features, targets, weights}; }
};

/// Correlated features, two kinds of classes, fractional targets, unequal weights.
Problem random_problem(std::size_t n, std::uint64_t seed) {
  Rng rng(seed);
  Problem p{.features = {Matrix(n, 3), {{{}, 3}, {{}, 4}}}};
  for (std::size_t i = 0; i < n; ++i) {
    const double common = rng.normal();
    for (std::size_t j = 0; j < 3; ++j) p.features.values(i, j) = common + 0.2 * rng.normal();
    for (auto& classes : p.features.classes)
      classes.codes.push_back(static_cast<std::int32_t>(rng.below(classes.count)));
    p.targets.push_back(rng.uniform() < 0.3 ? rng.uniform() : static_cast<double>(rng.below(2)));
    p.weights.push_back(rng.uniform(0.5, 2));
  }
  p.rows.resize(n);
  std::iota(p.rows.begin(), p.rows.end(), std::size_t{0});
  return p;
}

/// The penalised loss as the header tells it, term by term.
double naive_loss(const Problem& p, const Logistic& model, const Ridge& ridge) {
  double loss = cross_entropy(0.5, model.intercept);  // half an example of either kind at the mean
  for (const auto i : p.rows)
    loss += p.weights[i] * cross_entropy(p.targets[i], log_odds(model, p.features, i));
  loss += 1e-6 / 2 * model.intercept * model.intercept + 1e-2 / 2 * model.weights[0] * model.weights[0];
  for (std::size_t j = 1; j < model.weights.size(); ++j)
    loss += ridge.features / 2 * model.weights[j] * model.weights[j];
  for (std::size_t k = 0; k < model.effects.size(); ++k)
    for (const double u : model.effects[k]) loss += (k == 0 ? 1 : 3) * ridge.classes / 2 * u * u;
  return loss;
}

}  // namespace

TEST_CASE("no small step from the fitted model lowers the penalised loss", "[routing]") {
  for (const Ridge ridge : {Ridge{1, 1}, Ridge{30, 3}, Ridge{1e6, 1e6}}) {
    const Problem p = random_problem(80, 1);
    const Logistic fitted = fit_logistic(p.data(), p.rows, ridge);
    const double best = naive_loss(p, fitted, ridge);
    const auto require_minimum = [&](auto parameter_of) {
      for (const double step : {-1e-3, 1e-3}) {
        Logistic moved = fitted;
        parameter_of(moved) += step;
        REQUIRE(naive_loss(p, moved, ridge) > best - 1e-9);
      }
    };
    require_minimum([](Logistic& m) -> double& { return m.intercept; });
    for (std::size_t j = 0; j < 3; ++j) require_minimum([j](Logistic& m) -> double& { return m.weights[j]; });
    for (std::size_t k = 0; k < 2; ++k)
      for (std::size_t c = 0; c < fitted.effects[k].size(); ++c)
        require_minimum([k, c](Logistic& m) -> double& { return m.effects[k][c]; });
  }
}

TEST_CASE("the start of the walk does not matter, nor do rows that are left out", "[routing]") {
  Problem p = random_problem(60, 2);
  const Ridge ridge{10, 1};
  const Logistic cold = fit_logistic(p.data(), p.rows, ridge);
  const Logistic warm = fit_logistic(p.data(), p.rows, ridge, fit_logistic(p.data(), p.rows, {1, 10}));
  for (std::size_t i = 0; i < 60; ++i)
    REQUIRE(log_odds(warm, p.features, i) == Approx(log_odds(cold, p.features, i)).margin(1e-4));
  const std::vector<std::size_t> half(p.rows.begin(), p.rows.begin() + 30);
  const Logistic fitted = fit_logistic(p.data(), half, ridge);
  for (std::size_t i = 30; i < 60; ++i) p.targets[i] = 1 - p.targets[i];
  REQUIRE(fit_logistic(p.data(), half, ridge) == fitted);
}

TEST_CASE("targets that are all equal give a finite model", "[routing]") {
  Problem p = random_problem(20, 3);
  for (const double target : {0.0, 1.0}) {
    p.targets.assign(20, target);
    const Logistic model = fit_logistic(p.data(), p.rows, {10, 1});
    for (std::size_t i = 0; i < 20; ++i) {
      const double z = log_odds(model, p.features, i);
      REQUIRE(std::isfinite(z));
      REQUIRE((z > 0) == (target == 1));
    }
  }
}

TEST_CASE("features that never vary, and none at all, are no trouble", "[routing]") {
  Problem p = random_problem(30, 4);
  for (double& value : p.features.values.values) value = 0;
  REQUIRE(std::isfinite(fit_logistic(p.data(), p.rows, {0, 1}).intercept));
  p.features.values = Matrix(30, 0);
  p.features.classes.clear();
  const Logistic model = fit_logistic(p.data(), p.rows, {1, 1});
  double mean = 0.5, count = 1;
  for (std::size_t i = 0; i < 30; ++i) mean += p.weights[i] * p.targets[i], count += p.weights[i];
  REQUIRE(sigmoid(model.intercept) == Approx(mean / count).epsilon(1e-5));
}

TEST_CASE("a class that the model does not know has no effect", "[routing]") {
  const Logistic model{.intercept = 0.5, .weights = {2}, .effects = {{1, -1}}};
  const ConfidenceFeatures features{[] {
                                      Matrix values(2, 1);
                                      values.values = {3, 3};
                                      return values;
                                    }(),
                                    {{{1, 2}, 3}}};
  REQUIRE(log_odds(model, features, 0) == 5.5);
  REQUIRE(log_odds(model, features, 1) == 6.5);
}

TEST_CASE("cross entropy neither overflows nor loses small values", "[routing]") {
  REQUIRE(cross_entropy(1, 1000) == 0);
  REQUIRE(cross_entropy(0, 1000) == 1000);
  REQUIRE(cross_entropy(1, 40) == Approx(std::exp(-40.0)));
  REQUIRE(cross_entropy(0.5, 0) == Approx(std::log(2.0)));
}

TEST_CASE("classes that no row has change neither the fit nor, much, its time", "[routing]") {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    Problem p = random_problem(200, seed);
    const Ridge ridge{30, 3};
    const Logistic few = fit_logistic(p.data(), p.rows, ridge);
    for (auto& classes : p.features.classes) {
      for (auto& code : classes.codes) code = code * 300'000 + 7;
      classes.count = 1'000'000;
    }
    const Logistic many = fit_logistic(p.data(), p.rows, ridge);
    for (std::size_t i = 0; i < p.rows.size(); ++i)
      REQUIRE(log_odds(many, p.features, i) ==
              Approx([&] {
                double z = few.intercept;
                for (std::size_t j = 0; j < 3; ++j) z += few.weights[j] * p.features.values(i, j);
                for (std::size_t k = 0; k < 2; ++k)
                  z += few.effects[k][static_cast<std::size_t>(p.features.classes[k].codes[i] / 300'000)];
                return z;
              }())
                  .epsilon(1e-4)
                  .margin(1e-4));
    for (const auto& effects : many.effects) {
      REQUIRE(effects.size() == 1'000'000);
      REQUIRE(effects[8] == 0);
    }
    // A start with the effect of a class that no row has.
    Logistic start = many;
    start.effects[0][8] = 1;
    REQUIRE(fit_logistic(p.data(), p.rows, ridge, start).effects[0][8] == Approx(0).margin(1e-3));
  }
}
