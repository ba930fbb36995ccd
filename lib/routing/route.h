#pragma once
// Who answers an input, and who should have (the paper's oracle). One convention throughout: a routing score
// is larger the more the input wants the cloud, and an input is sent iff its score exceeds the threshold.
// Routes are named, never numbered: the paper's 1 means "send", the authors' Python uses 1 for "keep".

#include <cstddef>
#include <cstdint>
#include <vector>

namespace hybrid {

enum class Route : std::uint8_t { device, cloud };

/// One score per example; larger wants the cloud.
using RoutingScores = std::vector<double>;

/// Which of the two models is right on each of n examples (1 = right). All that tuning and evaluation need to
/// know of the models.
struct Outcomes {
  std::vector<std::uint8_t> base_right;   ///< [n]
  std::vector<std::uint8_t> cloud_right;  ///< [n]
  std::size_t size() const { return base_right.size(); }
};

/// The shares that decide what routing can gain.
struct OutcomeShares {
  double base_accuracy = 0;
  double cloud_accuracy = 0;
  double helpful = 0;  ///< base wrong, cloud right: w
  double harmful = 0;  ///< base right, cloud wrong: h
};

/// Requires equal lengths and at least one example.
OutcomeShares shares(const Outcomes& outcomes);

/// The routing oracle of Kag et al. 2022, Eq. 4: cloud iff the base is wrong and the cloud right.
std::vector<Route> oracle(const Outcomes& outcomes);

}  // namespace hybrid
