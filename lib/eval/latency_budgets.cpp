#include "eval/latency_budgets.h"

#include <array>
#include <cmath>

namespace hybrid::eval {

namespace {

/// A round number: digit * 10^exponent.
struct Step {
  double digit = 1;
  int exponent = 0;

  /// Returns n steps; below 1 by a division, because 38 / 10 is 3.8 and 38 * 0.1 is not.
  double times(double n) const {
    const double power = std::pow(10.0, std::abs(exponent));
    return exponent < 0 ? n * digit / power : n * digit * power;
  }
};

/// Returns the largest of 1, 2 and 5 times a power of ten that is not above the limit.
Step step_up_to(double limit) {
  // The power is found by trial, because log10 of a power of ten may be rounded down.
  Step step{.exponent = static_cast<int>(std::floor(std::log10(limit))) + 1};
  while (step.times(1) > limit) --step.exponent;
  for (const double digit : {2.0, 5.0})
    if (Step{digit, step.exponent}.times(1) <= limit) step.digit = digit;
  return step;
}

}  // namespace

std::vector<double> latency_budgets(std::span<const double> given, const cost::Cost& latency) {
  if (!given.empty()) return {given.begin(), given.end()};
  if (latency.per_offload <= 0) return {};
  constexpr std::array kCoverages{0.8, 0.6, 0.4, 0.3};  // of the paper's Table 3
  constexpr double kSteps = 20;                         // between keeping and sending every input, at least
  const Step step = step_up_to(latency.per_offload / kSteps);
  std::vector<double> budgets;
  for (const double coverage : kCoverages)
    // 1000 / 100 must count as 10 steps, however 1000 was summed.
    budgets.push_back(step.times(std::floor(latency.at(coverage) / step.times(1) + 1e-6)));
  return budgets;
}

}  // namespace hybrid::eval
