#pragma once
// A dense row-major matrix of doubles and the products needed to fit a router, computed by BLAS.

#include <cstddef>
#include <span>
#include <vector>

namespace hybrid::routing {

struct Matrix {
  std::size_t rows = 0;
  std::size_t cols = 0;
  std::vector<double> values;  ///< row-major, rows * cols

  Matrix() = default;
  Matrix(std::size_t r, std::size_t c) : rows(r), cols(c), values(r * c) {}
  double& operator()(std::size_t r, std::size_t c) { return values[r * cols + c]; }
  double operator()(std::size_t r, std::size_t c) const { return values[r * cols + c]; }
  std::span<double> row(std::size_t r) { return {values.data() + r * cols, cols}; }
  std::span<const double> row(std::size_t r) const { return {values.data() + r * cols, cols}; }
  bool operator==(const Matrix&) const = default;
};

/// Computes out = a b.
void multiply(const Matrix& a, const Matrix& b, Matrix& out);
/// Computes out = a bᵀ: a layer's forward pass, activations times weights.
void multiply_transposed(const Matrix& a, const Matrix& b, Matrix& out);
/// Computes out = aᵀ b: a layer's weight gradient, output gradients times inputs.
void multiply_first_transposed(const Matrix& a, const Matrix& b, Matrix& out);

/// Restricts BLAS to one thread during its lifetime, if the library supports it (OpenBLAS). A router's
/// products are so small that waking threads takes ten times the time saved (bench/router_fit_bench), and
/// with one thread the result does not depend on the number of cores.
class SingleThreadedBlas {
 public:
  SingleThreadedBlas();
  ~SingleThreadedBlas();
  SingleThreadedBlas(const SingleThreadedBlas&) = delete;
  SingleThreadedBlas& operator=(const SingleThreadedBlas&) = delete;

 private:
  int threads_before_;
  int openmp_before_;
};

}  // namespace hybrid::routing
