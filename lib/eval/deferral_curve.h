#pragma once
// The accuracy-coverage trade-off of one method on one split, computed with one sort. A cut lies between two
// different scores. Inputs with equal scores are exchangeable, so between two cuts the curve is the expected
// accuracy of sending a random part of the group: a straight line. Hence the result does not depend on the
// order of the rows.

#include <cstdint>
#include <span>
#include <vector>

#include "routing/route.h"

namespace hybrid::eval {

/// The `sent` highest scores are sent; `value` is the total utility of all n final predictions: the number of
/// right ones, unless another utility is used.
struct Cut {
  std::int64_t sent = 0;
  double value = 0;
  /// Sends exactly these: send if and only if score > threshold; -infinity for the last cut.
  double threshold = 0;
};

/// A point on the curve: everything that `low` sends, plus this share of the equal scores that `high` sends
/// in addition.
struct CurvePlace {
  Cut low, high;
  double share = 0;  ///< in [0, 1]
};

struct DeferralCurve {
  std::int64_t n = 0;
  std::vector<Cut> cuts;  ///< from nothing sent to everything sent; at most n + 1

  /// Returns the point at exactly this coverage.
  CurvePlace at(double coverage) const;
  /// Returns the accuracy at exactly this coverage, in expectation over ties ("matched accuracy").
  double accuracy_at(double coverage) const;
  /// Returns the area under accuracy over coverage in [0, 1] (AUDC), exact for the piecewise linear curve.
  double area() const;
};

/// Computes the curve in O(n log n). Requires at least one example and equal lengths.
DeferralCurve deferral_curve(std::span<const double> scores, const routing::Outcomes& outcomes);

/// Returns (AUDC - base accuracy) / (cloud accuracy - base accuracy): 0.5 for random routing, NaN if both
/// accuracies are equal.
double average_performance_gap_recovered(double area, const routing::OutcomeShares& shares);

}  // namespace hybrid::eval
