#pragma once

#include "routing/matrix.h"

namespace hybrid::reference {

routing::Matrix transposed(const routing::Matrix& a);
/// Returns a b, computed by three loops.
routing::Matrix multiply(const routing::Matrix& a, const routing::Matrix& b);

}  // namespace hybrid::reference
