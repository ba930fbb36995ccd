#pragma once
// The thresholds of a cascade for budgets: Algorithm 2 with several stages. What a budget leaves after the
// earlier tiers limits the share that a tier may send; below that limit the shares are tried in equal steps.
// The combination with the highest accuracy on the tuning part is taken.

#include <optional>
#include <variant>

#include "eval/cascade.h"
#include "eval/tuning.h"

namespace hybrid::eval {

struct CascadeChoice {
  std::vector<double> thresholds;  ///< [stage]; may be infinite
  CascadeOutcome tune, test;
};

/// Of coverages tried for each tier, 0 and 1 included, the number of steps: 2.5 % of the inputs that reach
/// it.
inline constexpr int kCascadeSteps = 40;
/// Tiers of a cascade: the number of combinations grows with the power of the tiers.
inline constexpr std::size_t kMostTiers = 4;

/// Chooses on the tuning part and measures on both. Of equally accurate combinations, the one that sends less
/// is taken.
/// @param requirements budgets and coverage (share that ends at the first tier, at least) only
/// @param steps 0: every tier sends as much as it may. With two tiers that is eval::tune
/// @return a refusal if a cost is unknown or a budget is exceeded even if nothing is sent
std::variant<CascadeChoice, Refusal> choose_thresholds(const Cascade& cascade,
                                                       const Requirements& requirements,
                                                       int steps = kCascadeSteps);

/// A cascade and its alternatives with two tiers, the first and one of the others, within the same budgets.
struct TierComparison {
  Requirements requirements;
  CascadeChoice all;
  std::vector<CascadeChoice> pairs;
  std::size_t best_pair = 0;  ///< by accuracy on the tuning part
  OutcomeDifference gain;     ///< of all tiers over the best pair, on test
};

/// Chooses with kCascadeSteps.
/// @param pairs cascades of two tiers on the same examples
std::variant<TierComparison, Refusal> compare_tiers(const Cascade& all, std::span<const Cascade> pairs,
                                                    const Requirements& requirements);

}  // namespace hybrid::eval
