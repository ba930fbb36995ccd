#include "routing/matrix.h"

#include <cblas.h>

#include "core/error.h"

// Functions of OpenBLAS; null with other BLAS libraries. Its OpenMP build also sets OpenMP's number of
// threads, which LibTorch shares, so that number is restored, too.
extern "C" {
[[gnu::weak]] void openblas_set_num_threads(int threads);  // NOLINT(readability-redundant-declaration)
[[gnu::weak]] int openblas_get_num_threads();              // NOLINT(readability-redundant-declaration)
[[gnu::weak]] int omp_get_max_threads();
[[gnu::weak]] void omp_set_num_threads(int threads);
}

namespace hybrid::routing {

namespace {

void gemm(CBLAS_TRANSPOSE transpose_a, CBLAS_TRANSPOSE transpose_b, const Matrix& a, const Matrix& b,
          Matrix& out) {
  const std::size_t m = transpose_a == CblasNoTrans ? a.rows : a.cols;
  const std::size_t inner = transpose_a == CblasNoTrans ? a.cols : a.rows;
  const std::size_t n = transpose_b == CblasNoTrans ? b.cols : b.rows;
  HYBRID_CHECK(inner == (transpose_b == CblasNoTrans ? b.rows : b.cols), "{}x{} times {}x{}", a.rows, a.cols,
               b.rows, b.cols);
  if (out.rows != m || out.cols != n) out = Matrix(m, n);
  const auto as_int = [](std::size_t value) { return static_cast<int>(value); };
  cblas_dgemm(CblasRowMajor, transpose_a, transpose_b, as_int(m), as_int(n), as_int(inner), 1.0,
              a.values.data(), as_int(a.cols), b.values.data(), as_int(b.cols), 0.0, out.values.data(),
              as_int(n));
}

}  // namespace

void multiply(const Matrix& a, const Matrix& b, Matrix& out) {
  gemm(CblasNoTrans, CblasNoTrans, a, b, out);
}
void multiply_transposed(const Matrix& a, const Matrix& b, Matrix& out) {
  gemm(CblasNoTrans, CblasTrans, a, b, out);
}
void multiply_first_transposed(const Matrix& a, const Matrix& b, Matrix& out) {
  gemm(CblasTrans, CblasNoTrans, a, b, out);
}

SingleThreadedBlas::SingleThreadedBlas()
    : threads_before_(openblas_get_num_threads != nullptr ? openblas_get_num_threads() : 0),
      openmp_before_(omp_get_max_threads != nullptr ? omp_get_max_threads() : 0) {
  if (openblas_set_num_threads != nullptr) openblas_set_num_threads(1);
}

SingleThreadedBlas::~SingleThreadedBlas() {
  if (openblas_set_num_threads != nullptr && threads_before_ > 0) openblas_set_num_threads(threads_before_);
  if (omp_set_num_threads != nullptr && openmp_before_ > 0) omp_set_num_threads(openmp_before_);
}

}  // namespace hybrid::routing
