#include "eval/full_curves.h"

#include <catch2/catch.hpp>

#include "support/tiny_problem.h"

using namespace hybrid;
using namespace hybrid::eval;

TEST_CASE("a full curve has every cut, with a threshold where there is one of a score", "[eval]") {
  const auto curves = full_curves(test::tiny_problem());
  REQUIRE(curves.size() == 3);
  REQUIRE((curves[0].method == "random" && curves[1].method == "entropy" && curves[2].method == "router"));
  for (const auto& curve : curves) REQUIRE(curve.folds.size() == 1);
  const auto& random = curves[0].folds[0];
  REQUIRE(random.size() == 2);
  REQUIRE((random[0].sent == 0 && random[0].coverage == 1 && random[0].accuracy == 0.6));
  REQUIRE((random[1].sent == 10 && random[1].coverage == 0 && random[1].accuracy == 0.9));
  REQUIRE((!random[0].threshold && !random[1].threshold));
  const auto& entropy = curves[1].folds[0];
  REQUIRE(entropy.size() == 11);
  REQUIRE((entropy[4].sent == 4 && entropy[4].coverage == 0.6 && entropy[4].accuracy == 1));
  REQUIRE(entropy[4].threshold == 0.3);
  REQUIRE_FALSE(entropy[10].threshold);  // sends everything
}
