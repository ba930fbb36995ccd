#pragma once
// Compares two routing problems on the same test examples, method by method: does the difference between two
// runs exceed the sampling error? All comparisons are paired by example, so examples that are easy or hard
// for both runs do not widen the intervals. Tested by comparing a problem with itself, and against the
// evaluation of both in one problem.

#include <optional>
#include <string>
#include <vector>

#include "core/seed.h"
#include "eval/paired_folds.h"

namespace hybrid::eval {

/// Returns how the test part of `other` differs from that of `first`, in words that continue with "than ...":
/// "has other test examples (labels, ids or weights differ)".
/// @return std::nullopt if, as far as is known, both measure the same examples in the same halves
std::optional<std::string> difference_in_tests(const RoutingProblem& first, const RoutingProblem& other);

/// A method of one run compared with a method of another, usually of the same name.
struct MethodPairing {
  std::string first;
  std::string other;
  bool operator==(const MethodPairing&) const = default;
};

/// Returns the default methods of both problems, then every method that both have and that gives predictions
/// (not oracle or random).
std::vector<MethodPairing> common_methods(const RoutingProblem& first, const RoutingProblem& other);

/// `other` minus `first` at exactly this coverage on test.
struct PairedDifference {
  double target_coverage = 1;
  double first_accuracy = 0, other_accuracy = 0;  ///< matched accuracies
  double delta = 0;
  stats::Interval ci;  ///< paired bootstrap, 95 %
  /// Examples where one run has the higher utility, at the cut that McNemar's test uses.
  Discordant discordant;
  std::optional<double> p_mcnemar;  ///< exact; std::nullopt if ties make the runs send different numbers
};

struct MethodDifference {
  MethodPairing methods;
  std::vector<PairedDifference> at;  ///< one per coverage; a single one for on_device (1) and on_cloud (0)
};

/// Compares the methods at each coverage. Requires that difference_in_tests is std::nullopt.
/// @throws InvalidArgument for a method that a run does not have, that gives no predictions (oracle, random),
/// or whose kind differs from its counterpart's
std::vector<MethodDifference> compare_problems(const RoutingProblem& first, const RoutingProblem& other,
                                               const std::vector<MethodPairing>& methods,
                                               const std::vector<double>& coverages, std::size_t resamples,
                                               SeedTree seed);

}  // namespace hybrid::eval
