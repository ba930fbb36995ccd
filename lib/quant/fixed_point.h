#pragma once
// Multiplication by a real number in 32-bit integers, as TensorFlow Lite's reference kernels and CMSIS-NN do
// it in their default build: "double rounding", gemmlowp's SaturatingRoundingDoublingHighMul followed by
// RoundingDivideByPOT (Jacob et al. 2018, section 2.2). tests/reference/int8.h has both as written in
// gemmlowp.

#include <algorithm>
#include <cstdint>
#include <limits>

namespace hybrid::quant {

/// The number mantissa * 2^(shift - 31) with |mantissa| in [2^30, 2^31], or 0.
struct FixedPoint {
  std::int32_t mantissa = 0;
  int shift = 0;
  bool operator==(const FixedPoint&) const = default;
};

/// Returns the nearest to `real`. Magnitudes below 2^-32 become 0. From 2^30 on, the product with any
/// non-zero integer exceeds int8, and the shift stays 30.
FixedPoint fixed_point(double real);

/// Returns x times `factor`, rounded to 31 fraction bits (halves up), then to an integer (halves away from
/// zero).
inline std::int32_t multiply(std::int32_t x, FixedPoint factor) {
  constexpr std::int64_t kLowest = std::numeric_limits<std::int32_t>::min(),
                         kHighest = std::numeric_limits<std::int32_t>::max();
  const int left = std::max(factor.shift, 0), right = std::max(-factor.shift, 0);
  const std::int64_t wide = std::clamp(x * (std::int64_t{1} << left), kLowest, kHighest);
  const std::int64_t high = std::min((wide * factor.mantissa + (std::int64_t{1} << 30)) >> 31, kHighest);
  if (right == 0) return static_cast<std::int32_t>(high);
  return static_cast<std::int32_t>((high + (std::int64_t{1} << (right - 1)) - (high < 0 ? 1 : 0)) >> right);
}

}  // namespace hybrid::quant
