#pragma once
// Two routing problems on the same test examples, compared method by method: is the difference between two
// runs more than the examples at hand? Everything is paired, example by example, so what both runs find easy
// or hard does not widen the intervals. Tested by comparing a problem with itself, and against the evaluation
// of both in one problem.

#include <optional>
#include <string>
#include <vector>

#include "core/seed.h"
#include "eval/paired_folds.h"

namespace hybrid::eval {

/// How `other` differs from `first` in what is tested, in words that go on with "than ...": "has other test
/// examples (labels, ids or weights differ)". Nothing where both measure the same examples in the same
/// halves, as far as is known.
std::optional<std::string> difference_in_tests(const RoutingProblem& first, const RoutingProblem& other);

/// A method of one run against a method of another, mostly of the same name.
struct MethodPairing {
  std::string first;
  std::string other;
  bool operator==(const MethodPairing&) const = default;
};

/// The default methods of both, then every method that both have and that answers (no oracle, no random).
std::vector<MethodPairing> common_methods(const RoutingProblem& first, const RoutingProblem& other);

/// At exactly this coverage on test: `other` minus `first`.
struct PairedDifference {
  double target_coverage = 1;
  double first_accuracy = 0, other_accuracy = 0;  ///< matched accuracies
  double delta = 0;
  stats::Interval ci;  ///< paired bootstrap, 95 %
  Discordant answers;  ///< that one run gives better than the other, at the cut that McNemar's test uses
  std::optional<double> p_mcnemar;  ///< exact; nothing where ties make both send different numbers
};

struct MethodDifference {
  MethodPairing methods;
  std::vector<PairedDifference> at;  ///< one per coverage; one in all for on_device (1) and on_cloud (0)
};

/// Requires that difference_in_tests is nothing. @throws InvalidArgument for a method that a run does not
/// have, or one that gives no answers (oracle, random) or has another kind than its partner
std::vector<MethodDifference> compare_problems(const RoutingProblem& first, const RoutingProblem& other,
                                               const std::vector<MethodPairing>& methods,
                                               const std::vector<double>& coverages, std::size_t resamples,
                                               SeedTree seed);

}  // namespace hybrid::eval
