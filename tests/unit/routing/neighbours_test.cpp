#include "reference/neighbours.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "core/seed.h"

using namespace hybrid;
using namespace hybrid::routing;

namespace {

/// Whole numbers from 0 to `most` in each coordinate: distances are exact, and many are equal.
Points whole_points(std::size_t n, std::size_t columns, std::uint64_t most, std::uint64_t seed) {
  Rng rng(seed);
  Points points{Matrix(n, columns), {}};
  for (double& x : points.features.values) x = static_cast<double>(rng.below(most + 1));
  for (std::size_t i = 0; i < n; ++i) points.classes.push_back(static_cast<std::int32_t>(rng.below(3)));
  return points;
}

std::vector<double> random_values(std::size_t n) {
  Rng rng(5);
  std::vector<double> values;
  for (std::size_t i = 0; i < n; ++i) values.push_back(static_cast<double>(rng.below(64)));
  return values;
}

}  // namespace

TEST_CASE("neighbours of many points are those of a full sort, ties and all", "[routing]") {
  // 3,000 references are enough for a bound from a sample; 130 queries are two blocks and a rest.
  for (const std::uint64_t most : {0U, 1U, 4U, 1000U}) {
    const Points references = whole_points(3000, 3, most, 1), queries = whole_points(130, 3, most, 2);
    const auto values = random_values(3000);
    const std::vector<std::size_t> ks{1, 10, 100, 750, 3000};
    const auto few = std::span(ks).first(3);
    CAPTURE(most);
    REQUIRE(neighbour_means(references, values, queries, {2}, ks) ==
            reference::neighbour_means(references, values, queries, {2}, ks));
    REQUIRE(neighbour_means(references, values, queries, {2}, few) ==
            reference::neighbour_means(references, values, queries, {2}, few));
  }
}

TEST_CASE("references in the order of their distance have the same neighbours", "[routing]") {
  // The worst case for a bound from a sample, and the best.
  Points references{Matrix(2000, 1), std::vector<std::int32_t>(2000, 0)};
  for (std::size_t i = 0; i < 2000; ++i) references.features(i, 0) = static_cast<double>(i);
  Points queries{Matrix(2, 1), {0, 0}};
  queries.features(1, 0) = 2000;
  const auto values = random_values(2000);
  const std::vector<std::size_t> ks{25, 400};
  REQUIRE(neighbour_means(references, values, queries, {}, ks) ==
          reference::neighbour_means(references, values, queries, {}, ks));
}

TEST_CASE("an example is no neighbour of its own, though its twin is", "[routing]") {
  Points points{Matrix(3, 1), {0, 0, 0}};
  points.features(2, 0) = 5;
  const std::vector<double> values{1, 2, 4};
  const std::vector<std::optional<std::size_t>> own{0, 1, std::nullopt};
  const Matrix means = neighbour_means(points, values, points, {}, {{1}}, own);
  REQUIRE(means.values == std::vector<double>{2, 1, 4});
}

TEST_CASE("points without features are told apart by their classes", "[routing]") {
  const Points references{Matrix(4, 0), {0, 1, 0, 1}}, queries{Matrix(2, 0), {1, 2}};
  const std::vector<double> values{1, 2, 4, 8};
  REQUIRE(neighbour_means(references, values, queries, {1}, {{2}}).values == std::vector<double>{5, 1.5});
}

TEST_CASE("more neighbours than there are others are our own fault", "[routing]") {
  const Points points = whole_points(3, 2, 1, 1);
  const std::vector<double> values{1, 2, 3};
  const std::vector<std::optional<std::size_t>> own{0, 1, 2};
  REQUIRE_NOTHROW(neighbour_means(points, values, points, {}, {{3}}));
  REQUIRE_THROWS_AS(neighbour_means(points, values, points, {}, {{4}}), InternalError);
  REQUIRE_THROWS_AS(neighbour_means(points, values, points, {}, {{3}}, own), InternalError);
}
