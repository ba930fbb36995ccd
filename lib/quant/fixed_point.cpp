#include "quant/fixed_point.h"

#include <cmath>

#include "core/error.h"

namespace hybrid::quant {

FixedPoint fixed_point(double real) {
  HYBRID_CHECK(std::isfinite(real), "{} as a multiplier", real);
  if (real == 0.0) return {};
  FixedPoint result;
  // Rounds like TensorFlow Lite: only +1 is not representable with 31 fraction bits.
  auto mantissa = std::llround(std::frexp(real, &result.shift) * 0x1p31);
  if (mantissa == 1LL << 31) {
    mantissa /= 2;
    ++result.shift;
  }
  if (result.shift < -31) return {};
  result.shift = std::min(result.shift, 30);
  result.mantissa = static_cast<std::int32_t>(mantissa);
  return result;
}

}  // namespace hybrid::quant
