#pragma once
// How far apart the classes must lie for the best classifier to reach an accuracy, where the evidence of an
// example is a vector of k normal numbers with unit variance and mean s for its own class, 0 for the others.
// The best guess is the largest number, so
//
//   accuracy(s) = integral of phi(u - s) Phi(u)^(k - 1) du,
//
// phi and Phi being the standard normal density and distribution. For two classes this is Phi(s / sqrt 2).

namespace hybrid {

/// accuracy(s). Requires classes >= 2.
double accuracy_at_separation(int classes, double separation);

/// The s of that accuracy. Requires accuracy in (1 / classes, 1).
double separation_for_accuracy(int classes, double accuracy);

}  // namespace hybrid
