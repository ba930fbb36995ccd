#pragma once
// Where an input is predicted, and where it should be (the paper's oracle). One convention throughout: a
// larger routing score means a greater need for the cloud, and an input is sent if and only if its score
// exceeds the threshold. Routes are named, never numbered: the paper's 1 means "send", the authors' Python
// uses 1 for "keep".

#include <cstddef>
#include <cstdint>
#include <vector>

namespace hybrid::routing {

enum class Route : std::uint8_t { device, cloud };

/// One score per example; larger means a greater need for the cloud.
using RoutingScores = std::vector<double>;

/// The utilities of both models' predictions on n examples: 1 if right and 0 if wrong, unless another utility
/// is used (eval/utility.h). Tuning and evaluation need nothing else of the models. Sums of ones are exact in
/// double, so accuracies are counts with a single division.
struct Outcomes {
  std::vector<double> base_value;   ///< [n]
  std::vector<double> cloud_value;  ///< [n]
  std::size_t size() const { return base_value.size(); }
};

/// The quantities that determine the possible gain of routing.
struct OutcomeShares {
  double base_accuracy = 0;   ///< mean utility of the base's predictions
  double cloud_accuracy = 0;  ///< mean utility of the cloud's predictions
  double helpful = 0;         ///< share of the examples where the cloud's utility is higher: w
  double harmful = 0;         ///< share where it is lower: h
};

/// Computes the shares. Requires equal lengths and at least one example.
OutcomeShares shares(const Outcomes& outcomes);

/// Returns whether every utility is 0 or 1, so that sums count right predictions.
bool is_zero_one(const Outcomes& outcomes);

/// Returns the decisions of the oracle of Kag et al. 2022, Eq. 4: cloud if and only if the base is wrong and
/// the cloud right; in general, if and only if the cloud's utility is higher.
std::vector<Route> oracle(const Outcomes& outcomes);

}  // namespace hybrid::routing
