#pragma once
// A routing score seen as a classifier of the oracle's label (base wrong and cloud right; in general, the
// cloud's answer is worth more), and, where it has a meaning, as a prediction.

#include <optional>
#include <span>
#include <vector>

#include "routing/route.h"
#include "stats/reliability.h"

namespace hybrid::eval {

struct RouterMetrics {
  /// Area under the ROC curve, ties counted half; nothing if one of the labels does not occur.
  std::optional<double> auroc;
  /// Average precision, equal scores taken together; nothing if no input is worth sending.
  std::optional<double> average_precision;
  /// Mean squared error of the predicted probability of "send"; nothing for scores that are no probabilities.
  std::optional<double> brier;
  /// Expected calibration error, and the bins it is of: predicted P(help) against the oracle's labels, or
  /// predicted against realised gain. Nothing and empty for scores that predict neither.
  std::optional<double> ece;
  std::vector<stats::ReliabilityBin> reliability;
};

/// @param send_probability [n] or empty
RouterMetrics router_metrics(std::span<const double> scores, std::span<const double> send_probability,
                             const routing::Outcomes& outcomes);

}  // namespace hybrid::eval
