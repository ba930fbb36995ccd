#include "simulate/separation.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "core/error.h"
#include "core/seed.h"

using namespace hybrid;
using namespace hybrid::simulate;

TEST_CASE("two classes are told apart as often as the normal distribution says", "[simulate]") {
  for (const double s : {0.0, 0.3, 1.0, 2.5, 5.0})
    REQUIRE(accuracy_at_separation(2, s) == Approx(0.5 * std::erfc(-s / 2)).epsilon(1e-12));
}

TEST_CASE("without separation one of k classes is guessed", "[simulate]") {
  for (const int k : {2, 3, 10, 200}) REQUIRE(accuracy_at_separation(k, 0) == Approx(1.0 / k).epsilon(1e-10));
}

TEST_CASE("the integral counts how often the own class's number is the largest", "[simulate]") {
  Rng rng(1);
  const int n = 20000, k = 5;
  int right = 0;
  for (int i = 0; i < n; ++i) {
    const double own = 1.5 + rng.normal();
    double others = rng.normal();
    for (int j = 2; j < k; ++j) others = std::max(others, rng.normal());
    right += own > others ? 1 : 0;
  }
  const double accuracy = accuracy_at_separation(k, 1.5);
  REQUIRE(right / static_cast<double>(n) ==
          Approx(accuracy).margin(4 * std::sqrt(accuracy * (1 - accuracy) / n)));
}

TEST_CASE("the separation of an accuracy has that accuracy", "[simulate]") {
  for (const int k : {2, 10, 200, 100000})
    for (const double accuracy : {0.51, 0.7, 0.95, 0.999})
      REQUIRE(accuracy_at_separation(k, separation_for_accuracy(k, accuracy)) ==
              Approx(accuracy).epsilon(1e-9));
  REQUIRE(separation_for_accuracy(10, 0.1001) == Approx(0).margin(1e-3));
}

TEST_CASE("an accuracy that no separation has is a fault of the caller", "[simulate]") {
  REQUIRE_THROWS_AS(separation_for_accuracy(10, 0.1), InternalError);
  REQUIRE_THROWS_AS(separation_for_accuracy(10, 1), InternalError);
  REQUIRE_THROWS_AS(separation_for_accuracy(1, 0.9), InternalError);
}
