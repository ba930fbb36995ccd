#pragma once

#include "routing/matrix.h"

namespace hybrid::reference {

Matrix transposed(const Matrix& a);
/// Returns a b, computed by three loops.
Matrix multiply(const Matrix& a, const Matrix& b);

}  // namespace hybrid::reference
