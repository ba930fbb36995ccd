#include "eval/paired_bootstrap.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "core/error.h"
#include "eval/deferral_curve.h"
#include "reference/paired_bootstrap.h"
#include "stats/intervals.h"
#include "unit/routing/tiny_sets.h"

using namespace hybrid;
using namespace hybrid::eval;

namespace {

/// Methods that share the cloud but not the base, with many ties.
struct RandomMethods {
  std::vector<routing::RoutingScores> scores;
  std::vector<routing::Outcomes> outcomes;

  RandomMethods(std::size_t methods, std::size_t n, Rng& rng) : scores(methods), outcomes(methods) {
    std::vector<double> cloud(n);
    for (auto& right : cloud) right = rng.below(5) > 0;
    for (std::size_t m = 0; m < methods; ++m) {
      outcomes[m].cloud_value = cloud;
      for (std::size_t i = 0; i < n; ++i) {
        outcomes[m].base_value.push_back(rng.below(2) == 1);
        scores[m].push_back(static_cast<double>(rng.below(m % 2 == 0 ? 4 : 1000)));
      }
    }
  }

  std::vector<ScoredOutcomes> views() const {
    std::vector<ScoredOutcomes> all;
    for (std::size_t m = 0; m < scores.size(); ++m) all.push_back({scores[m], &outcomes[m]});
    return all;
  }
};

}  // namespace

TEST_CASE("the walk over counts equals the mean influence in resampled arrays", "[eval]") {
  Rng rng(1);
  const std::size_t n = GENERATE(as<std::size_t>(), 1, 2, 7, 60);
  const RandomMethods data(4, n, rng);
  const std::vector<double> coverages{0.7, 1, 0, 0.9, 0.25, 0.5, 0.001};
  BootstrapAccuracies fast = paired_bootstrap(data.views(), coverages, 50, SeedTree(3));
  BootstrapAccuracies slow = reference::paired_bootstrap(data.views(), coverages, 50, SeedTree(3));
  for (std::size_t r = 0; r < 50; ++r)
    for (std::size_t m = 0; m < 4; ++m)
      for (std::size_t c = 0; c < coverages.size(); ++c)
        REQUIRE(fast.at(r, m, c) == Approx(slow.at(r, m, c)).margin(1e-12));
}

TEST_CASE("all methods see the same resamples, whoever else is there", "[eval]") {
  Rng rng(2);
  const RandomMethods data(3, 40, rng);
  const std::vector<double> coverages{0.8, 0.5};
  const auto views = data.views();
  BootstrapAccuracies together = paired_bootstrap(views, coverages, 20, SeedTree(1));
  BootstrapAccuracies alone = paired_bootstrap(std::span(views).subspan(1, 1), coverages, 20, SeedTree(1));
  for (std::size_t r = 0; r < 20; ++r)
    for (std::size_t c = 0; c < 2; ++c) REQUIRE(together.at(r, 1, c) == alone.at(r, 0, c));
  BootstrapAccuracies other_seed = paired_bootstrap(views, coverages, 20, SeedTree(2));
  REQUIRE(together.differences(0, 1, 0) != other_seed.differences(0, 1, 0));
}

TEST_CASE("differences are antisymmetric, and none with oneself", "[eval]") {
  Rng rng(3);
  const RandomMethods data(2, 30, rng);
  const BootstrapAccuracies b = paired_bootstrap(data.views(), std::vector<double>{0.8}, 25, SeedTree(1));
  const auto forth = b.differences(0, 1, 0);
  const auto back = b.differences(1, 0, 0);
  REQUIRE(forth.size() == 25);
  for (std::size_t r = 0; r < forth.size(); ++r) REQUIRE(forth[r] == -back[r]);
  REQUIRE(b.differences(1, 1, 0) == std::vector<double>(25, 0.0));
}

TEST_CASE("sending nothing resamples a proportion: its mean and variance are known", "[eval]") {
  const std::size_t n = 400;
  routing::RoutingScores scores(n, 0.0);
  routing::Outcomes outcomes;
  for (std::size_t i = 0; i < n; ++i) {
    outcomes.base_value.push_back(i < 300);
    outcomes.cloud_value.push_back(1);
  }
  const std::vector<ScoredOutcomes> methods{{scores, &outcomes}};
  const std::size_t resamples = 4000;
  BootstrapAccuracies b = paired_bootstrap(methods, std::vector<double>{1, 0}, resamples, SeedTree(5));
  double mean = 0, square = 0;
  for (std::size_t r = 0; r < resamples; ++r) {
    const double accuracy = b.at(r, 0, 0);
    mean += accuracy / static_cast<double>(resamples);
    square += (accuracy - 0.75) * (accuracy - 0.75) / static_cast<double>(resamples);
    REQUIRE(b.at(r, 0, 1) == 1);
  }
  const double variance = 0.75 * 0.25 / static_cast<double>(n);
  REQUIRE(mean == Approx(0.75).margin(5 * std::sqrt(variance / static_cast<double>(resamples))));
  REQUIRE(square == Approx(variance).epsilon(5 * std::sqrt(2.0 / static_cast<double>(resamples))));
}

TEST_CASE("its intervals hold the true difference as often as they say", "[eval]") {
  // Two methods without ties whose matched accuracies at coverage 0.8 are equal in the long run.
  const std::size_t n = 200;
  const int repeats = 400;
  int held = 0;
  for (int repeat = 0; repeat < repeats; ++repeat) {
    Rng rng(1000 + static_cast<std::uint64_t>(repeat));
    routing::RoutingScores first(n), second(n);
    routing::Outcomes outcomes;
    for (std::size_t i = 0; i < n; ++i) {
      first[i] = rng.uniform();
      second[i] = rng.uniform();
      outcomes.base_value.push_back(rng.uniform() < 0.5);
      outcomes.cloud_value.push_back(rng.uniform() < 0.9);
    }
    const std::vector<ScoredOutcomes> methods{{first, &outcomes}, {second, &outcomes}};
    const auto b = paired_bootstrap(methods, std::vector<double>{0.8}, 200,
                                    SeedTree(static_cast<std::uint64_t>(repeat)));
    const stats::Interval interval = stats::central_95(b.differences(0, 1, 0));
    held += interval.low <= 0 && interval.high >= 0 ? 1 : 0;
  }
  REQUIRE(held / static_cast<double>(repeats) == Approx(0.95).margin(5 * std::sqrt(0.95 * 0.05 / repeats)));
}

TEST_CASE("more than 65,535 examples are counted without overflow", "[eval]") {
  const std::size_t n = 70000;
  const routing::RoutingScores scores(n, 0.0);
  const routing::Outcomes outcomes{std::vector<double>(n, 1), std::vector<double>(n, 0)};
  const std::vector<ScoredOutcomes> methods{{scores, &outcomes}};
  BootstrapAccuracies b = paired_bootstrap(methods, std::vector<double>{1, 0.5, 0}, 2, SeedTree(1));
  for (std::size_t r = 0; r < 2; ++r) {
    REQUIRE(b.at(r, 0, 0) == 1);
    REQUIRE(b.at(r, 0, 1) == Approx(0.5));
    REQUIRE(b.at(r, 0, 2) == 0);
  }
}

TEST_CASE("no methods and no coverages have no accuracies; unequal lengths are a fault of the caller",
          "[eval]") {
  REQUIRE_NOTHROW(paired_bootstrap({}, std::vector<double>{0.5}, 10, SeedTree(1)));
  Rng rng(1);
  const RandomMethods data(1, 5, rng);
  REQUIRE_NOTHROW(paired_bootstrap(data.views(), {}, 10, SeedTree(1)));
  const RandomMethods longer(1, 6, rng);
  const std::vector<ScoredOutcomes> unequal{data.views()[0], longer.views()[0]};
  REQUIRE_THROWS_AS(paired_bootstrap(unequal, std::vector<double>{0.5}, 10, SeedTree(1)), InternalError);
  const std::vector<ScoredOutcomes> mixed{{data.scores[0], &longer.outcomes[0]}};
  REQUIRE_THROWS_AS(paired_bootstrap(mixed, std::vector<double>{0.5}, 10, SeedTree(1)), InternalError);
}
