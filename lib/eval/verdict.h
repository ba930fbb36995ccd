#pragma once
// The one rule by which a difference is called ahead, behind, or not shown: in evaluations, over seeds and
// over data sets alike.

#include <string_view>

#include "stats/intervals.h"

namespace hybrid::eval {

enum class Verdict { ahead, behind, not_shown };

/// Returns ahead if the 95 % interval of a gain lies above zero, behind if it lies below, else not_shown:
/// what these data do not show may still be there.
inline Verdict verdict_of(const stats::Interval& gain) {
  if (gain.low > 0) return Verdict::ahead;
  return gain.high < 0 ? Verdict::behind : Verdict::not_shown;
}

inline std::string_view name_of(Verdict verdict) {
  if (verdict == Verdict::not_shown) return "no difference shown";
  return verdict == Verdict::ahead ? "ahead" : "behind";
}

}  // namespace hybrid::eval
