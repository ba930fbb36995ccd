#pragma once
// The one rule by which a difference is called ahead, behind, or not shown: in evaluations, over seeds and
// over data sets alike.

#include <string_view>

#include "stats/intervals.h"

namespace hybrid::eval {

enum class Verdict { ahead, behind, not_shown };

/// Returns ahead if the 95 % interval of a gain lies above zero, behind if it lies below, else not_shown:
/// what these data do not show may still be there. Bounds that rounding errors set off zero count as zero.
inline Verdict verdict_of(const stats::Interval& gain) {
  constexpr double kRounding = 1e-12;
  if (gain.low > kRounding) return Verdict::ahead;
  return gain.high < -kRounding ? Verdict::behind : Verdict::not_shown;
}

inline std::string_view name_of(Verdict verdict) {
  if (verdict == Verdict::not_shown) return "no difference shown";
  return verdict == Verdict::ahead ? "ahead" : "behind";
}

}  // namespace hybrid::eval
