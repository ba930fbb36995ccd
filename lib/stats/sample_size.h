#pragma once
// The number of examples needed to distinguish two methods on the same examples: Connor (1987, "Sample size
// for testing differences in proportions for the paired-sample design", Biometrics 43), for McNemar's test at
// 95 % with 80 % power.

namespace hybrid::stats {

/// Returns n = (z_0.975 sqrt(psi) + z_0.8 sqrt(psi - delta²))² / delta², rounded up. Requires delta other
/// than 0.
/// @param psi share of examples on which exactly one of the two is right; at least |delta|, else taken as
/// |delta|
/// @param delta difference of the accuracies
double examples_needed(double psi, double delta);

}  // namespace hybrid::stats
