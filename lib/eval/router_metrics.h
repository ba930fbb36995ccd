#pragma once
// A routing score as a classifier of the oracle label (base wrong and cloud right; in general, the cloud's
// utility is higher), and, if it has a meaning, as a prediction.

#include <optional>
#include <span>
#include <vector>

#include "routing/route.h"
#include "stats/reliability.h"

namespace hybrid::eval {

struct RouterMetrics {
  /// Area under the ROC curve, ties counted half; std::nullopt if one of the labels does not occur.
  std::optional<double> auroc;
  /// Average precision, equal scores taken together; std::nullopt if no input is helpful to send.
  std::optional<double> average_precision;
  /// Mean squared error of the predicted probability of "send"; std::nullopt for scores that are not
  /// probabilities.
  std::optional<double> brier;
  /// Expected calibration error and its bins: predicted P(help) against the oracle label, or predicted
  /// against realised gain. std::nullopt and empty for scores that predict neither.
  std::optional<double> ece;
  std::vector<stats::ReliabilityBin> reliability;
};

/// Computes the metrics of one method.
/// @param send_probability [n] or empty
RouterMetrics router_metrics(std::span<const double> scores, std::span<const double> send_probability,
                             const routing::Outcomes& outcomes);

}  // namespace hybrid::eval
