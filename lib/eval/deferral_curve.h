#pragma once
// The whole accuracy-coverage trade-off of one method on one split, from one sort. A cut lies between two
// different scores; inputs with equal scores are exchangeable, so between two cuts the curve is the expected
// accuracy of sending a random part of the group: a straight line. Hence nothing here depends on the order of
// the rows.

#include <cstdint>
#include <span>
#include <vector>

#include "routing/route.h"

namespace hybrid::eval {

/// After sending the `sent` highest scores, all n final answers together are worth `value`: the number of
/// right ones, unless another utility is asked for.
struct Cut {
  std::int64_t sent = 0;
  double value = 0;
  double threshold = 0;  ///< sends exactly these: send iff score > threshold; -infinity for the last cut
};

/// A place on the curve: all that `low` sends, and this share of the equal scores that `high` sends on top.
struct CurvePlace {
  Cut low, high;
  double share = 0;  ///< in [0, 1]
};

struct DeferralCurve {
  std::int64_t n = 0;
  std::vector<Cut> cuts;  ///< from nothing sent to everything sent; at most n + 1

  /// Where exactly this coverage is kept.
  CurvePlace at(double coverage) const;
  /// Accuracy with exactly this coverage, in expectation across ties ("matched accuracy").
  double accuracy_at(double coverage) const;
  /// Area under accuracy over coverage in [0, 1] (AUDC), exact for the piecewise linear curve.
  double area() const;
};

/// O(n log n). Requires at least one example and equal lengths.
DeferralCurve deferral_curve(std::span<const double> scores, const routing::Outcomes& outcomes);

/// (AUDC - base accuracy) / (cloud accuracy - base accuracy): 0.5 for random routing. NaN where both are
/// equally good.
double average_performance_gap_recovered(double area, const routing::OutcomeShares& shares);

}  // namespace hybrid::eval
