#pragma once
// Who answers an input, and who should have (the paper's oracle). One convention throughout: a routing score
// is larger the more the input wants the cloud, and an input is sent iff its score exceeds the threshold.
// Routes are named, never numbered: the paper's 1 means "send", the authors' Python uses 1 for "keep".

#include <cstddef>
#include <cstdint>
#include <vector>

namespace hybrid::routing {

enum class Route : std::uint8_t { device, cloud };

/// One score per example; larger wants the cloud.
using RoutingScores = std::vector<double>;

/// What each of the two models' answers is worth on each of n examples: 1 where it is right and 0 where it is
/// wrong, unless another utility is asked for (eval/utility.h). All that tuning and evaluation need to know
/// of the models. Sums of ones are exact in double, so accuracies are still counts divided once.
struct Outcomes {
  std::vector<double> base_value;   ///< [n]
  std::vector<double> cloud_value;  ///< [n]
  std::size_t size() const { return base_value.size(); }
};

/// What decides what routing can gain.
struct OutcomeShares {
  double base_accuracy = 0;   ///< mean worth of the base's answers
  double cloud_accuracy = 0;  ///< mean worth of the cloud's answers
  double helpful = 0;         ///< share of the examples on which the cloud's answer is worth more: w
  double harmful = 0;         ///< share on which it is worth less: h
};

/// Requires equal lengths and at least one example.
OutcomeShares shares(const Outcomes& outcomes);

/// Whether every answer is worth 0 or 1, so that sums of values count right answers.
bool is_zero_one(const Outcomes& outcomes);

/// The routing oracle of Kag et al. 2022, Eq. 4: cloud iff the base is wrong and the cloud right, in general
/// iff the cloud's answer is worth more.
std::vector<Route> oracle(const Outcomes& outcomes);

}  // namespace hybrid::routing
