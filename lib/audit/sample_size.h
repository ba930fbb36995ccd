#pragma once
// Whether the test examples suffice to distinguish two methods evaluated on the same examples.

#include <cstddef>
#include <optional>
#include <span>
#include <string>

namespace hybrid::audit {

/// The resolution of a comparison on the given examples.
struct Resolution {
  std::string method, against;
  double difference = 0;         ///< of matched accuracies, method - against
  double discordant = 0;         ///< psi: mean squared difference between the two utilities
  std::optional<double> claim;   ///< claimed difference to resolve; std::nullopt: the observed one
  std::optional<double> needed;  ///< number of examples; std::nullopt if the difference is 0
  std::size_t at_hand = 0;

  double resolved_difference() const { return claim.value_or(difference); }
  bool too_few() const { return needed && *needed > static_cast<double>(at_hand); }
};

/// Returns the resolution.
/// @param method,against [n], utilities of the final predictions, paired by row
Resolution resolution_of(std::span<const double> method, std::span<const double> against,
                         std::optional<double> claim);

}  // namespace hybrid::audit
