#pragma once
// How many examples it takes to tell two methods apart that answer the same ones: Connor (1987, "Sample size
// for testing differences in proportions for the paired-sample design", Biometrics 43), McNemar's test at 95
// % with 80 % power.

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace hybrid {

/// n = (z_0.975 sqrt(psi) + z_0.8 sqrt(psi - delta²))² / delta², rounded up. `psi` is the share of examples
/// on which one of the two alone is right, `delta` the difference of their accuracies. A share smaller than
/// |delta| cannot be and is taken for |delta|. Requires delta other than 0.
double examples_needed(double psi, double delta);

/// What the examples at hand can tell.
struct Resolution {
  std::string method, against;
  double difference = 0;         ///< of matched accuracies, method - against
  double discordant = 0;         ///< mean squared difference of what the two answers are worth: psi
  std::optional<double> claim;   ///< the difference to be resolved, if one is claimed; else the one observed
  std::optional<double> needed;  ///< examples; nothing if there is no difference to resolve
  std::size_t at_hand = 0;

  double resolved_difference() const { return claim.value_or(difference); }
  bool too_few() const { return needed && *needed > static_cast<double>(at_hand); }
};

/// @param method,against [n], what each one's final answer is worth, row by row
Resolution resolution_of(std::span<const double> method, std::span<const double> against,
                         std::optional<double> claim);

}  // namespace hybrid
