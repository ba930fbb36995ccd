#pragma once
// Selective prediction: without a cloud the device may abstain (the paper's A.8.2, Table 8). It accepts its
// predictions with the lowest scores and abstains on the rest. Coverage is then the accepted share, and the
// measure is the error rate of the accepted predictions. For n examples with E errors, e = E / n:
//
//   r(k)   risk of k accepted predictions: errors among the k lowest scores / k
//   AURC   mean of r(k) over k = 1 ... n (Geifman, Uziel & El-Yaniv, ICLR 2019);
//          optimal order: e + (1 - e) ln(1 - e), up to 1 / n; e-AURC is AURC minus the optimum
//   AUGRC  area under (errors among the accepted) / n over coverage (Traub et al., NeurIPS 2024);
//          equals (1 - AUROC) e (1 - e) + e² / 2, with the AUROC of the score as a detector of errors;
//          optimal order: e² / 2
//
// All orders of equal scores are equally likely; every figure is the expected value over them. Tested against
// reference implementations that enumerate the orders (tests/reference/abstention.h).

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "eval/folds.h"
#include "stats/intervals.h"

namespace hybrid::eval {

/// The `accepted` lowest scores are accepted; `errors` of these predictions are wrong.
struct RiskCut {
  std::int64_t accepted = 0;
  std::int64_t errors = 0;
  /// Accepts exactly these: abstain if and only if score > threshold; -infinity for the first cut.
  double threshold = 0;
};

struct RiskCoverageCurve {
  /// Between different scores, from no prediction accepted to all; at most n + 1.
  std::vector<RiskCut> cuts;

  std::int64_t n() const { return cuts.back().accepted; }
  /// Returns the expected error rate of the accepted predictions at this coverage.
  /// @return std::nullopt at coverage 0
  std::optional<double> risk_at(double coverage) const;
  double aurc() const;
  double augrc() const;
};

/// Computes the curve in O(n log n). Requires at least one example, equal lengths, and values of 1 (right) or
/// 0 (wrong).
RiskCoverageCurve risk_coverage_curve(std::span<const double> scores, std::span<const double> right);

/// Returns the area for the optimal order at this error rate.
double optimal_aurc(double error);
double optimal_augrc(double error);

/// Measured on test with the threshold that is tuned for the target coverage.
struct AbstentionPoint {
  double target_coverage = 1;
  double coverage = 1;  ///< accepted share of the test part
  /// std::nullopt if every prediction is declined, and for a cross-fitted problem, which has two thresholds.
  std::optional<double> threshold;
  std::optional<double> accuracy;  ///< of the accepted predictions; std::nullopt if there are none
  stats::Interval accuracy_ci{.low = 0, .high = 1};  ///< Wilson, 95 %
  std::optional<double> matched_accuracy;  ///< at exactly the target coverage on test; std::nullopt at 0
};

struct AbstentionResult {
  double aurc = 0, excess_aurc = 0, augrc = 0;
  std::vector<AbstentionPoint> points;  ///< one per coverage
};

/// Evaluates a scored method at each coverage. For a cross-fitted problem, counts are summed over all
/// examples, and all other figures are means over the halves.
/// @param folds with base values of 1 (right) or 0 (wrong)
AbstentionResult abstention(std::span<const Fold> folds, std::span<const double> coverages);

}  // namespace hybrid::eval
