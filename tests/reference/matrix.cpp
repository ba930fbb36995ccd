#include "reference/matrix.h"

namespace hybrid::reference {

routing::Matrix transposed(const routing::Matrix& a) {
  routing::Matrix out(a.cols, a.rows);
  for (std::size_t r = 0; r < a.rows; ++r)
    for (std::size_t c = 0; c < a.cols; ++c) out(c, r) = a(r, c);
  return out;
}

routing::Matrix multiply(const routing::Matrix& a, const routing::Matrix& b) {
  routing::Matrix out(a.rows, b.cols);
  for (std::size_t r = 0; r < a.rows; ++r)
    for (std::size_t c = 0; c < b.cols; ++c)
      for (std::size_t i = 0; i < a.cols; ++i) out(r, c) += a(r, i) * b(i, c);
  return out;
}

}  // namespace hybrid::reference
