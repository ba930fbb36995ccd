#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "config/evaluation.h"
#include "config/router.h"

namespace hybrid::config {

class Fields;

/// What `hybrid evaluate` does with two models' outputs. Its flags set the commonest of these.
struct PairConfig {
  std::int64_t seed = 1;
  double tune_fraction = 0.5;
  bool cross_fit = false;            ///< instead of tune_fraction: two halves tune each other
  int tune_limit = 0;                ///< of the tuning part this many examples are used; 0: all
  int repeats = 1;                   ///< random splits over which the evaluation is repeated
  std::string utility = "accuracy";  ///< or "balanced_accuracy", or a .csv file (eval/utility.h)
  std::vector<std::string> methods;  ///< empty for all
  RouterConfig router;
  EvaluationConfig evaluation;
  bool operator==(const PairConfig&) const = default;
};

void describe(Fields& f, PairConfig& c);
/// The rules of the router's section.
void validate(const PairConfig& c, const Findings& findings);

}  // namespace hybrid::config
