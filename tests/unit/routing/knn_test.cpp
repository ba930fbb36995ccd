#include "routing/knn.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <numeric>

#include "core/error.h"
#include "unit/routing/tiny_sets.h"

using namespace hybrid;
using namespace hybrid::routing;

namespace {

/// A base of three classes, evenly more or less sure, and what sending is worth on each of its inputs.
struct Sample {
  predictions::PredictionSet base;
  Outcomes outcomes;
};

using Gain = std::function<double(double sure, std::int32_t predicted, Rng& rng)>;

Sample sample(std::size_t n, std::uint64_t seed, const Gain& gain) {
  Rng rng(seed);
  std::vector<std::vector<double>> rows;
  Sample made;
  for (std::size_t i = 0; i < n; ++i) {
    const double sure = rng.uniform(0.5, 0.99);
    const auto predicted = static_cast<std::int32_t>(rng.below(3));
    std::vector<double> row(3, (1 - sure) / 2);
    row[static_cast<std::size_t>(predicted)] = sure;
    rows.push_back(row);
    made.outcomes.base_value.push_back(0);
    made.outcomes.cloud_value.push_back(gain(sure, predicted, rng));
  }
  made.base = test::set_with_probabilities(std::vector<std::int32_t>(n, 0), rows);
  return made;
}

double noise(double, std::int32_t, Rng& rng) {
  return rng.uniform() < 0.3 ? 1 : 0;
}

KnnScores scores_of(const Sample& tune, const Sample& test) {
  return knn_scores(tune.base, tune.outcomes, test.base, SeedTree(1));
}

double correlation(const std::vector<double>& a, const std::vector<double>& b) {
  const auto n = static_cast<double>(a.size());
  const double mean_a = std::accumulate(a.begin(), a.end(), 0.0) / n;
  const double mean_b = std::accumulate(b.begin(), b.end(), 0.0) / n;
  double ab = 0, aa = 0, bb = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    ab += (a[i] - mean_a) * (b[i] - mean_b);
    aa += (a[i] - mean_a) * (a[i] - mean_a);
    bb += (b[i] - mean_b) * (b[i] - mean_b);
  }
  return ab / std::sqrt(aa * bb);
}

double worst_error(const RoutingScores& scores, const std::vector<double>& expected) {
  double worst = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) worst = std::max(worst, std::abs(scores[i] - expected[i]));
  return worst;
}

}  // namespace

TEST_CASE("neighbours learn a gain that is no monotone function of confidence", "[routing]") {
  // Worth sending in the middle only: no confidence measure can say that.
  const auto expected = [](double sure) { return sure > 0.6 && sure < 0.8 ? 0.8 : 0.1; };
  const auto gain = [&](double sure, std::int32_t, Rng& rng) {
    return rng.uniform() < expected(sure) ? 1.0 : 0.0;
  };
  const Sample tune = sample(2000, 1, gain), test = sample(500, 2, gain);
  const KnnScores scores = scores_of(tune, test);
  double error = 0;
  for (std::size_t i = 0; i < 500; ++i)
    error += std::abs(scores.test[i] - expected(test.base.confidence[i])) / 500;
  REQUIRE(error < 0.1);
}

TEST_CASE("neighbours learn that the cloud is better at some classes", "[routing]") {
  const auto gain = [](double, std::int32_t predicted, Rng& rng) {
    return (predicted == 1 ? 2.0 : -1.0) + rng.normal();
  };
  const Sample tune = sample(2000, 1, gain), test = sample(300, 2, gain);
  const KnnScores scores = scores_of(tune, test);
  for (std::size_t i = 0; i < 300; ++i) REQUIRE((scores.test[i] > 0.5) == (test.base.predicted[i] == 1));
}

TEST_CASE("a tuning example's score has not seen its own outcome", "[routing]") {
  // With nothing to learn, the mean over neighbours with oneself among them would go with one's own gain.
  const Sample tune = sample(1000, 1, noise);
  const KnnScores scores = scores_of(tune, tune);
  REQUIRE(std::abs(correlation(scores.tune, tune.outcomes.cloud_value)) < 0.1);
  REQUIRE(correlation(scores.test, tune.outcomes.cloud_value) >
          correlation(scores.tune, tune.outcomes.cloud_value));
}

TEST_CASE("where nothing can be predicted every score is near the overall gain", "[routing]") {
  const Sample tune = sample(1000, 1, noise), test = sample(200, 2, noise);
  const double overall = shares(tune.outcomes).cloud_accuracy;
  REQUIRE(worst_error(scores_of(tune, test).test, RoutingScores(200, overall)) < 0.1);
}

TEST_CASE("gains may be any amounts", "[routing]") {
  const auto gain = [](double sure, std::int32_t, Rng&) { return 1000 * (0.7 - sure); };
  const Sample tune = sample(1000, 1, gain), test = sample(100, 2, gain);
  const KnnScores scores = scores_of(tune, test);
  REQUIRE(worst_error(scores.test, test.outcomes.cloud_value) < 30);
}

TEST_CASE("a handful of tuning examples give finite scores", "[routing]") {
  const Sample test = sample(20, 2, noise);
  for (const std::size_t n : {1U, 2U, 3U, 5U, 10U, 41U}) {
    const Sample tune = sample(n, 1, noise);
    const KnnScores scores = scores_of(tune, test);
    CAPTURE(n);
    REQUIRE(scores.tune.size() == n);
    REQUIRE(scores.test.size() == 20);
    for (const auto* part : {&scores.tune, &scores.test})
      for (const double score : *part) REQUIRE((score >= 0 && score <= 1));
    REQUIRE(scores.k == (n == 1 ? 0 : std::max<std::size_t>(std::min<std::size_t>(n / 4, 10), 1)));
  }
}

TEST_CASE("constant outputs of one class give every input the same score", "[routing]") {
  const std::vector<std::vector<double>> rows(40, {0.6, 0.4});
  const predictions::PredictionSet base =
      test::set_with_probabilities(std::vector<std::int32_t>(40, 0), rows);
  Outcomes outcomes{std::vector<double>(40, 0), std::vector<double>(40, 1)};
  const KnnScores scores = knn_scores(base, outcomes, base, SeedTree(1));
  REQUIRE(scores.test == RoutingScores(40, 1));
  REQUIRE(scores.tune == RoutingScores(40, 1));
}

TEST_CASE("a confidence alone is enough", "[routing]") {
  const auto gain = [](double sure, std::int32_t, Rng&) { return sure < 0.7 ? 1.0 : 0.0; };
  const Sample tune = sample(500, 1, gain), test = sample(100, 2, gain);
  const auto bare = [](const predictions::PredictionSet& set) {
    return test::set_without_outputs(set.labels, set.predicted, set.confidence);
  };
  REQUIRE(knn_missing(bare(tune.base), test.base) == nullptr);
  const KnnScores scores = knn_scores(bare(tune.base), tune.outcomes, bare(test.base), SeedTree(1));
  REQUIRE(correlation(scores.test, test.outcomes.cloud_value) > 0.9);
  REQUIRE(scores.macs == 500);
  REQUIRE(scores_of(tune, test).macs == 1500);
}

TEST_CASE("classes alone are not enough, and it is said", "[routing]") {
  predictions::PredictionSet classes = test::set_without_outputs({0}, {0});
  const predictions::PredictionSet confident = test::set_without_outputs({0}, {0}, {0.5});
  const std::string reason = "needs the base's logits, probabilities, confidence or features";
  REQUIRE(knn_missing(classes, confident) == reason);
  REQUIRE(knn_missing(confident, classes) == reason);
  REQUIRE(knn_missing(confident, confident) == nullptr);
  classes.feature_dim = 1;
  classes.features = {1};  // and nothing that both have
  REQUIRE(knn_missing(classes, confident) == reason);
  REQUIRE(knn_missing(classes, classes) == nullptr);
}

TEST_CASE("features are used where they help and left where they do not", "[routing]") {
  Rng rng(4);
  const auto with_features = [&](Sample made, bool telling) {
    made.base.feature_dim = 2;
    for (const double gain : made.outcomes.cloud_value) {
      made.base.features.push_back(static_cast<float>(rng.normal()));
      made.base.features.push_back(static_cast<float>(telling ? gain + 0.1 * rng.normal() : rng.normal()));
    }
    return made;
  };
  const Sample tune = sample(500, 1, noise), test = sample(100, 2, noise);
  const Sample telling = with_features(test, true);
  const KnnScores helped = scores_of(with_features(tune, true), telling);
  REQUIRE(helped.uses_features);
  REQUIRE(helped.macs == 500 * 5);
  REQUIRE(correlation(helped.test, telling.outcomes.cloud_value) > 0.9);
  const auto by_confidence = [](double sure, std::int32_t, Rng&) { return sure < 0.7 ? 1.0 : 0.0; };
  REQUIRE_FALSE(scores_of(with_features(sample(500, 1, by_confidence), false),
                          with_features(sample(100, 2, by_confidence), false))
                    .uses_features);
}

TEST_CASE("features of different widths are refused", "[routing]") {
  Sample tune = sample(4, 1, noise), test = sample(2, 2, noise);
  tune.base.feature_dim = 1;
  tune.base.features.assign(4, 0);
  test.base.feature_dim = 2;
  test.base.features.assign(4, 0);
  REQUIRE_THROWS_AS(scores_of(tune, test), DataError);
  REQUIRE_THROWS_WITH(scores_of(tune, test),
                      "tiny.npz: features of 2 numbers, the tuning set (tiny.npz) has 1; both must come "
                      "from the same base model");
}

TEST_CASE("of more tuning examples than are kept, all are still scored", "[routing]") {
  const auto gain = [](double sure, std::int32_t, Rng&) { return sure < 0.7 ? 1.0 : 0.0; };
  const Sample tune = sample(400, 1, gain), test = sample(100, 2, gain);
  const auto kept = [&](std::uint64_t seed) {
    return knn_scores(tune.base, tune.outcomes, test.base, SeedTree(seed), 100);
  };
  const KnnScores scores = kept(1);
  REQUIRE(scores.macs == 300);
  REQUIRE(scores.tune.size() == 400);
  REQUIRE(correlation(scores.tune, tune.outcomes.cloud_value) > 0.9);
  REQUIRE(correlation(scores.test, test.outcomes.cloud_value) > 0.9);
  REQUIRE(kept(1).test == scores.test);
  REQUIRE(kept(2).test != scores.test);
}
