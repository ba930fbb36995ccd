#include "routing/matrix.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "core/seed.h"
#include "reference/matrix.h"

using namespace hybrid;
using namespace hybrid::routing;

namespace {

Matrix random_matrix(std::size_t rows, std::size_t cols, Rng& rng) {
  Matrix m(rows, cols);
  for (double& value : m.values) value = rng.normal();
  return m;
}

void require_near(const Matrix& actual, const Matrix& expected) {
  REQUIRE((actual.rows == expected.rows && actual.cols == expected.cols));
  for (std::size_t i = 0; i < expected.values.size(); ++i)
    REQUIRE(actual.values[i] == Approx(expected.values[i]).margin(1e-12));
}

}  // namespace

TEST_CASE("a matrix is row-major and starts at zero", "[routing]") {
  Matrix m(2, 3);
  REQUIRE(m.values == std::vector<double>(6, 0.0));
  m(1, 0) = 7;
  REQUIRE(m.values[3] == 7);
  REQUIRE(m.row(1)[0] == 7);
  REQUIRE(m.row(0).size() == 3);
}

TEST_CASE("the three products equal loops, whatever the output held before", "[routing]") {
  Rng rng(1);
  const std::size_t m = GENERATE(as<std::size_t>(), 1, 2, 7);
  const std::size_t inner = GENERATE(as<std::size_t>(), 1, 3, 11);
  const std::size_t n = GENERATE(as<std::size_t>(), 1, 2, 5);
  const Matrix a = random_matrix(m, inner, rng);
  const Matrix b = random_matrix(inner, n, rng);
  const Matrix expected = reference::multiply(a, b);
  Matrix out = random_matrix(m, n, rng);
  multiply(a, b, out);
  require_near(out, expected);
  Matrix wrong_shape = random_matrix(3, 8, rng);
  multiply_transposed(a, reference::transposed(b), wrong_shape);
  require_near(wrong_shape, expected);
  Matrix empty;
  multiply_first_transposed(reference::transposed(a), b, empty);
  require_near(empty, expected);
}

TEST_CASE("shapes that do not fit are a fault of the caller", "[routing]") {
  Matrix out;
  REQUIRE_THROWS_AS(multiply(Matrix(2, 3), Matrix(2, 3), out), InternalError);
  REQUIRE_THROWS_AS(multiply_transposed(Matrix(2, 3), Matrix(3, 2), out), InternalError);
  REQUIRE_THROWS_AS(multiply_first_transposed(Matrix(2, 3), Matrix(3, 2), out), InternalError);
}
