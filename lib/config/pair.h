#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/evaluation.h"
#include "config/router.h"

namespace hybrid::config {

class Fields;

/// The settings of `hybrid evaluate` on two models' outputs. Its flags set the most common of them.
struct PairConfig {
  std::int64_t seed = 1;
  double tune_fraction = 0.5;
  bool cross_fit = false;            ///< two-fold cross-fitting instead of tune_fraction
  int tune_limit = 0;                ///< number of tuning examples used; 0: all
  std::optional<double> confidence;  ///< of the thresholds, in [0.5, 1); std::nullopt: point estimates
  int repeats = 1;                   ///< number of random splits to evaluate
  std::string utility = "accuracy";  ///< or "balanced_accuracy", or a .csv file (eval/utility.h)
  std::vector<std::string> methods;  ///< empty for all
  RouterConfig router;
  EvaluationConfig evaluation;
  bool operator==(const PairConfig&) const = default;
};

void describe(Fields& f, PairConfig& c);
/// Checks the rules of the router's section.
void validate(const PairConfig& c, const Findings& findings);

}  // namespace hybrid::config
