#pragma once
// The separation s of the classes at which the best classifier reaches an accuracy. The evidence of an
// example is a vector of k normal numbers with unit variance, mean s for the true class and mean 0 for the
// others. The best prediction is the largest number, so
//
//   accuracy(s) = integral of phi(u - s) Phi(u)^(k - 1) du,
//
// phi and Phi being the standard normal density and distribution. For two classes this is Phi(s / sqrt 2).

namespace hybrid::simulate {

/// Returns accuracy(s). Requires classes >= 2.
double accuracy_at_separation(int classes, double separation);

/// Returns the s with this accuracy. Requires accuracy in (1 / classes, 1).
double separation_for_accuracy(int classes, double accuracy);

}  // namespace hybrid::simulate
