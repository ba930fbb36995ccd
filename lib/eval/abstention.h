#pragma once
// Without a cloud the device may decline to answer (the paper's A.8.2, Table 8): it answers what scores
// lowest and abstains from the rest. Coverage is then the share that is answered, and what counts is how
// often an answer is right. Of n examples with E errors, e = E / n:
//   risk at k answered   r(k) = errors among the k lowest scores / k
//   AURC                 mean of r(k) over k = 1 ... n (Geifman, Uziel & El-Yaniv, ICLR 2019); the best order
//   reaches
//                        e + (1 - e) ln(1 - e), up to 1 / n; e-AURC is AURC minus that
//   AUGRC                area under errors among the answered / n, over coverage (Traub et al., NeurIPS
//   2024); it equals
//                        (1 - AUROC) e (1 - e) + e² / 2, AUROC being that of the score as a detector of
//                        errors; the best order reaches e² / 2
// Within equal scores all orders are equally likely, and everything is the expected value over them. Tested
// against twins that go through all orders (tests/reference/abstention.h).

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "eval/folds.h"
#include "stats/intervals.h"

namespace hybrid::eval {

/// After answering the `answered` lowest scores, `errors` of them are wrong.
struct RiskCut {
  std::int64_t answered = 0;
  std::int64_t errors = 0;
  double threshold =
      0;  ///< answers exactly these: abstain iff score > threshold; -infinity for the first cut
};

struct RiskCoverageCurve {
  std::vector<RiskCut>
      cuts;  ///< between different scores, from nothing answered to everything; at most n + 1

  std::int64_t n() const { return cuts.back().answered; }
  /// Expected errors among the answered share of n, per example answered; nothing at coverage 0.
  std::optional<double> risk_at(double coverage) const;
  double aurc() const;
  double augrc() const;
};

/// O(n log n). Requires at least one example, equal lengths, and values of 1 (right) or 0 (wrong).
RiskCoverageCurve risk_coverage_curve(std::span<const double> scores, std::span<const double> right);

/// What the best possible order reaches with this share of errors.
double optimal_aurc(double error);
double optimal_augrc(double error);

/// With the threshold that a target coverage asks for on the tuning part, measured on test.
struct AbstentionPoint {
  double target_coverage = 1;
  double coverage = 1;  ///< share answered on test
  std::optional<double>
      threshold;  ///< nothing if all is declined, and of a cross-fitted problem, which has two
  std::optional<double> accuracy;                    ///< of what is answered; nothing if nothing is
  stats::Interval accuracy_ci{.low = 0, .high = 1};  ///< Wilson, 95 %
  std::optional<double> matched_accuracy;  ///< with exactly the target coverage on test; nothing at 0
};

struct AbstentionResult {
  double aurc = 0, excess_aurc = 0, augrc = 0;
  std::vector<AbstentionPoint> points;  ///< one per coverage
};

/// @param folds of a scored method, whose bases are right (1) or wrong (0). Of a cross-fitted problem counts
/// are taken over all examples, everything else is the mean over the halves.
AbstentionResult abstention(std::span<const Fold> folds, std::span<const double> coverages);

}  // namespace hybrid::eval
