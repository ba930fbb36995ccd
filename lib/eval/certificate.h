#pragma once
// What a threshold chosen with a confidence is certain to keep on new inputs of the same kind, and the rules
// that choose it. A point estimate keeps a budget on the examples it is chosen on and breaks it on new ones
// in about half of all cases; a certified one breaks it with probability 1 - confidence at most, over the
// draw of the examples (docs/guarantees.md; measured by tests/statistics/guarantees_test.cpp).
//
//   coverage, and budgets of costs that all inputs share, which are coverages by Eq. 1: the order statistic
//     stats::certifying_count. Of several, the largest coverage decides, and it is a single claim.
//   budgets of costs that differ between inputs: each cost is rounded to the lowest or the highest of the
//     examples so that the mean is kept (RoundedCost). The number rounded up is a sum of independent trials,
//     whose lower quarter is below the binomial's of the same mean (Hoeffding 1956, On the distribution of
//     the number of successes in independent trials), so the same count as above certifies that the mean is
//     within the budget; with costs that all inputs share it is the same test. (Hoeffding and Bentkus' bound
//     for means needs no rounding, but is broken in under 1 % of all cases at 95 %, so it sends less.) The
//     threshold is never below the point estimate's, which rounding by itself would not rule out: with a
//     confidence near one half it could send more. That costs lie in the range of the examples is an
//     assumption: the examples themselves cannot show it.
//   accuracy: routing::certified_accuracy_threshold.
//
// Limits on what is sent (coverage and all budgets) hold jointly without a correction: each is kept by all
// thresholds from one true value on, so all are kept by those from the largest of these values, and a too low
// threshold is certified only if the examples mislead about that one limit. An accuracy points the other way,
// so together with limits each side has half of the error probability (Bonferroni).
//
// Examples that are a random sample stratified by label, as splits are, vary less than independent ones; the
// rates then are lower (Hoeffding 1956, On the distribution of the number of successes in independent
// trials).

#include <cstddef>
#include <map>
#include <optional>

#include "eval/operating_point.h"

namespace hybrid::eval {

struct CostRange {
  double low = 0, high = 0;
};

struct Certificate {
  double confidence = 0;
  std::size_t examples = 0;  ///< on which the threshold was chosen
  /// The results on test of the point estimate, tuned on the same examples without confidence.
  std::optional<OperatingPoint> estimate;
  /// The best that this number of examples can certify, of what was required.
  std::optional<double> highest_coverage, highest_accuracy;
  std::map<cost::Resource, double> lowest_budgets;
  /// The cost of a single input is assumed to lie in this range, which is that of the examples.
  std::map<cost::Resource, CostRange> assumed;
};

/// Returns the threshold of the order statistic that certifies the coverage, with gains_only applied.
/// Coverage 1 keeps everything, which holds without any example.
/// @return std::nullopt if this number of scores certifies no threshold at all
std::optional<routing::Threshold> certified_coverage_threshold(std::span<const double> scores,
                                                               double coverage, double delta,
                                                               ScoreMeaning meaning);

/// Returns coverage_rule, or with a confidence the rule of certified_coverage_threshold, which keeps
/// everything where nothing can be certified.
ThresholdRule coverage_rule(double coverage, ScoreMeaning meaning, std::optional<double> confidence);

}  // namespace hybrid::eval
