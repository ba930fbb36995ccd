#include "eval/cross_fitting.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>

#include "core/error.h"
#include "eval/folds.h"
#include "support/error_message.h"
#include "unit/core/sink.h"
#include "unit/routing/tiny_sets.h"

using namespace hybrid;
using namespace hybrid::eval;
using Catch::Matchers::Contains;

namespace {

/// Three classes; the base is sure of what it says, more or less.
predictions::PredictionPair random_pair(std::size_t n, std::uint64_t seed) {
  Rng rng(seed);
  std::vector<std::int32_t> labels, cloud;
  std::vector<std::vector<double>> rows;
  for (std::size_t i = 0; i < n; ++i) {
    const auto predicted = static_cast<std::size_t>(rng.below(3));
    const double sure = rng.uniform(0.4, 1);
    std::vector<double> row(3, (1 - sure) / 2);
    row[predicted] = sure;
    rows.push_back(row);
    labels.push_back(static_cast<std::int32_t>(rng.uniform() < sure ? predicted : (predicted + 1) % 3));
    cloud.push_back(rng.uniform() < 0.9 ? labels.back() : (labels.back() + 1) % 3);
  }
  return {test::set_with_probabilities(labels, rows), test::set_without_outputs(labels, cloud)};
}

const MethodOptions kOptions{.router = {.hidden = {4}, .epochs = 3}};

RoutingProblem cross_fitted_problem(const predictions::PredictionPair& pair,
                                    const std::vector<std::uint8_t>& half) {
  const test::Sink sink;
  Logger log(Verbosity::normal, sink.file());
  return make_cross_fitted_problem(pair, half, kOptions, SeedTree(1), log);
}

RoutingProblem ordinary_problem(const predictions::PredictionPair& tune,
                                const predictions::PredictionPair& test) {
  const test::Sink sink;
  Logger log(Verbosity::normal, sink.file());
  return make_routing_problem(tune, test, kOptions, SeedTree(1), log);
}

std::vector<std::size_t> rows_of(const std::vector<std::uint8_t>& half, int which) {
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < half.size(); ++i)
    if (half[i] == which) rows.push_back(i);
  return rows;
}

}  // namespace

TEST_CASE("halves are equal, in all and in every label, up to one example", "[eval]") {
  Rng rng(1);
  for (const std::size_t n : {2UL, 7UL, 100UL, 1001UL}) {
    std::vector<std::int32_t> labels(n);
    for (auto& label : labels) label = static_cast<std::int32_t>(rng.below(10));
    const auto half = halves_by_id(labels, {}, SeedTree(1));
    std::map<std::int32_t, int> surplus;
    int in_all = 0;
    for (std::size_t i = 0; i < n; ++i) {
      surplus[labels[i]] += half[i] == 0 ? 1 : -1;
      in_all += half[i] == 0 ? 1 : -1;
    }
    REQUIRE(std::abs(in_all) <= 1);
    for (const auto& [label, difference] : surplus) REQUIRE(std::abs(difference) <= 1);
  }
}

TEST_CASE("an example's half follows from the ids, not from the order of the rows", "[eval]") {
  std::vector<std::int32_t> labels;
  std::vector<std::string> ids;
  for (int i = 0; i < 40; ++i) {
    labels.push_back(i % 3);
    ids.push_back("image " + std::to_string(i));
  }
  const auto half = halves_by_id(labels, ids, SeedTree(1));
  std::ranges::reverse(labels);
  std::ranges::reverse(ids);
  auto reversed = halves_by_id(labels, ids, SeedTree(1));
  REQUIRE(reversed != half);
  std::ranges::reverse(reversed);
  REQUIRE(reversed == half);
}

TEST_CASE("other seeds cut other halves, the same seed the same", "[eval]") {
  const std::vector<std::int32_t> labels(50, 0);
  REQUIRE(halves_by_id(labels, {}, SeedTree(1)) == halves_by_id(labels, {}, SeedTree(1)));
  REQUIRE(halves_by_id(labels, {}, SeedTree(1)) != halves_by_id(labels, {}, SeedTree(2)));
}

TEST_CASE("listed rows are the second half", "[eval]") {
  const std::vector<std::size_t> second{0, 3};
  REQUIRE(half_of_rows(5, second) == std::vector<std::uint8_t>{1, 0, 0, 1, 0});
  REQUIRE_THROWS(half_of_rows(3, second));
}

TEST_CASE("taken apart again, an exchanged problem is the two ordinary ones it was made of", "[eval]") {
  const predictions::PredictionPair pair = random_pair(61, 1);
  const auto half = halves_by_id(pair.base.labels, {}, SeedTree(4));
  const predictions::PredictionPair zeros = predictions::select(pair, rows_of(half, 0)),
                                    ones = predictions::select(pair, rows_of(half, 1));
  const RoutingProblem problem = cross_fitted_problem(pair, half);
  const RoutingProblem first = ordinary_problem(ones, zeros), second = ordinary_problem(zeros, ones);
  REQUIRE(problem.cross_fitted());
  REQUIRE((problem.n_tune() == 61 && problem.n_test() == 61));
  for (std::size_t m = 0; m < problem.methods.size(); ++m) {
    const auto folds = folds_of(problem, problem.methods[m]);
    if (folds.empty()) continue;
    REQUIRE(folds.size() == 2);
    const std::size_t f0 = 0, f1 = 1;
    for (const auto& [fold, ordinary] : {std::pair(f0, &first), std::pair(f1, &second)}) {
      const auto expected = folds_of(*ordinary, ordinary->methods[m]).at(0);
      REQUIRE(folds[fold].tune_scores == expected.tune_scores);
      REQUIRE(folds[fold].test_scores == expected.test_scores);
      REQUIRE(folds[fold].tune.base_value == expected.tune.base_value);
      REQUIRE(folds[fold].test.cloud_value == expected.test.cloud_value);
    }
  }
}

TEST_CASE("measures score both parts alike, a router is fitted on each half", "[eval]") {
  const predictions::PredictionPair pair = random_pair(60, 2);
  const RoutingProblem problem = cross_fitted_problem(pair, halves_by_id(pair.base.labels, {}, SeedTree(4)));
  REQUIRE(problem.method("entropy").tune == pair.base.entropy);
  REQUIRE(problem.method("entropy").test == pair.base.entropy);
  REQUIRE(problem.method("router").tune != problem.method("router").test);
  REQUIRE(problem.variants[0].test.base_value == predictions::correct(pair.base));
  REQUIRE(problem.variants[0].tune.cloud_value == predictions::correct(pair.cloud));
}

TEST_CASE("balanced halves are worth what all examples are, with a threshold for both", "[eval]") {
  const predictions::PredictionPair pair = random_pair(41, 3);
  const auto half = halves_by_id(pair.base.labels, {}, SeedTree(1));
  const Utility balanced{.kind = UtilityKind::balanced_accuracy};
  const test::Sink sink;
  Logger log(Verbosity::normal, sink.file());
  const RoutingProblem problem =
      make_cross_fitted_problem(pair, half, {.methods = {"max_prob"}, .utility = balanced}, SeedTree(1), log);
  REQUIRE(problem.accuracy.utility == "balanced_accuracy");
  REQUIRE(problem.variants[0].test.base_value == outcomes_of(pair, balanced).base_value);
  REQUIRE(problem.variants[0].tune.cloud_value == problem.variants[0].test.cloud_value);
}

TEST_CASE("what cannot be cut in two is refused", "[eval]") {
  const predictions::PredictionPair pair = random_pair(1, 1);
  REQUIRE(test::error_message<DataError>([&] { cross_fitted_problem(pair, {0}); }) ==
          "tiny.npz: too few examples (1) for two halves that tune each other");
  REQUIRE_THROWS_AS(cross_fitted_problem(random_pair(5, 1), {0, 1}), InternalError);
}

TEST_CASE("problems of other methods do not make one exchanged problem", "[eval]") {
  const predictions::PredictionPair pair = random_pair(8, 1);
  const RoutingProblem whole = ordinary_problem(pair, pair);
  RoutingProblem fewer = whole;
  fewer.methods.pop_back();
  REQUIRE_THROWS_AS(cross_fitted(whole, fewer, std::vector<std::uint8_t>(16, 0)), InternalError);
  REQUIRE_THROWS_AS(cross_fitted(whole, whole, {0, 1}), InternalError);
}

TEST_CASE("the examples are known by their weights, too, if they have any", "[eval]") {
  predictions::PredictionPair pair = random_pair(3, 1);
  const std::string plain = fingerprint(pair);
  pair.cloud.weight = {1, 1, 2};
  const std::string weighted = fingerprint(pair);
  REQUIRE(weighted != plain);
  pair.cloud.weight = {1, 2, 1};
  REQUIRE(fingerprint(pair) != weighted);
}

TEST_CASE("the examples are known by their labels and ids", "[eval]") {
  predictions::PredictionPair pair{test::set_without_outputs({0, 1, 2, 0}, {0, 1, 0, 0}),
                                   test::set_without_outputs({0, 1, 2, 0}, {0, 0, 2, 0})};
  const std::string before = fingerprint(pair);
  REQUIRE(before.size() == 64);
  REQUIRE(cross_fitted_problem(pair, {0, 1, 0, 1}).examples == before);
  REQUIRE(ordinary_problem(random_pair(5, 9), pair).examples == before);
  pair.base.predicted[0] = 2;
  REQUIRE(fingerprint(pair) == before);
  pair.base.ids = {"a", "b", "c", "d"};
  const std::string with_ids = fingerprint(pair);
  REQUIRE(with_ids != before);
  std::swap(pair.base.labels[0], pair.base.labels[1]);
  REQUIRE(fingerprint(pair) != with_ids);
}

TEST_CASE("a problem is cross-fitted if halves are given, else tuned on the other pair", "[eval]") {
  const predictions::PredictionPair tune = random_pair(40, 1), test = random_pair(60, 2);
  std::vector<std::uint8_t> half;
  for (std::size_t i = 0; i < 60; ++i) half.push_back(i % 2);
  Logger log(Verbosity::quiet);
  const MethodOptions options{.methods = {"max_prob", "two_head"}};
  const RoutingProblem ordinary = make_problem(tune, test, {}, options, SeedTree(1), log),
                       crossed = make_problem({}, test, half, options, SeedTree(1), log);
  REQUIRE((!ordinary.cross_fitted() && ordinary.n_tune() == 40 && ordinary.n_test() == 60));
  REQUIRE((crossed.half == half && crossed.n_tune() == 60));
  REQUIRE(crossed.method("two_head").test ==
          make_cross_fitted_problem(test, half, options, SeedTree(1), log).method("two_head").test);
}
