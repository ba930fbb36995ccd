#pragma once
// A dense row-major matrix of doubles and the products that fitting a router needs, computed by BLAS.

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

/// out = a b.
void multiply(const Matrix& a, const Matrix& b, Matrix& out);
/// out = a bᵀ: a layer's forward pass, activations times weights.
void multiply_transposed(const Matrix& a, const Matrix& b, Matrix& out);
/// out = aᵀ b: a layer's weight gradient, output gradients times inputs.
void multiply_first_transposed(const Matrix& a, const Matrix& b, Matrix& out);

/// While it lives, BLAS works on one thread where it can be told so (OpenBLAS). A router's products are so
/// small that waking threads costs ten times what they save (bench/router_fit_bench), and one thread keeps
/// the number of cores out of the result.
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
