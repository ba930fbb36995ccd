#pragma once
// Whether the examples at hand are enough to tell two methods apart that answer the same ones.

#include <cstddef>
#include <optional>
#include <span>
#include <string>

namespace hybrid::audit {

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

}  // namespace hybrid::audit
