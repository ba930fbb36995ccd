#include "stats/distributions.h"

#include <catch2/catch.hpp>

#include "core/error.h"

using namespace hybrid;
using namespace hybrid::stats;

TEST_CASE("the normal distribution's tails and quantiles are SciPy's", "[stats]") {
  REQUIRE(normal_tail(0) == 0.5);
  REQUIRE(normal_tail(1) == Approx(0.15865525393145707).epsilon(1e-13));
  REQUIRE(normal_tail(-2) == Approx(0.9772498680518208).epsilon(1e-13));
  REQUIRE(normal_quantile(0.975) == Approx(1.9599639845400545).epsilon(1e-13));
  REQUIRE(normal_quantile(0.8) == Approx(0.8416212335729143).epsilon(1e-13));
  REQUIRE(normal_quantile(1e-6) == Approx(-4.753424308822899).epsilon(1e-13));
  REQUIRE(normal_quantile(1e-300) == Approx(-37.0470962993612).epsilon(1e-13));
  REQUIRE(normal_quantile(0.5) == Approx(0).margin(1e-15));
  REQUIRE_THROWS_AS(normal_quantile(0), InternalError);
  REQUIRE_THROWS_AS(normal_quantile(1), InternalError);
}

TEST_CASE("Kolmogorov's distribution is SciPy's on both sides of where the series change", "[stats]") {
  REQUIRE(kolmogorov_tail(0) == 1);
  REQUIRE(kolmogorov_tail(0.1) == Approx(1));
  REQUIRE(kolmogorov_tail(0.3) == Approx(0.9999906941986655).epsilon(1e-12));
  REQUIRE(kolmogorov_tail(0.5) == Approx(0.9639452436648751).epsilon(1e-12));
  REQUIRE(kolmogorov_tail(0.8) == Approx(0.5441424115741981).epsilon(1e-12));
  REQUIRE(kolmogorov_tail(0.999999) == Approx(0.27000074362745646).epsilon(1e-12));
  REQUIRE(kolmogorov_tail(1) == Approx(0.26999967167735456).epsilon(1e-12));
  REQUIRE(kolmogorov_tail(1.36) == Approx(0.049485876755377876).epsilon(1e-12));
  REQUIRE(kolmogorov_tail(3) == Approx(3.045995948942526e-08).epsilon(1e-12));
}
