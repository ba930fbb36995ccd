#pragma once
// How many examples it takes to tell two methods apart that answer the same ones: Connor (1987, "Sample size
// for testing differences in proportions for the paired-sample design", Biometrics 43), McNemar's test at 95
// % with 80 % power.

namespace hybrid::stats {

/// n = (z_0.975 sqrt(psi) + z_0.8 sqrt(psi - delta²))² / delta², rounded up. `psi` is the share of examples
/// on which one of the two alone is right, `delta` the difference of their accuracies. A share smaller than
/// |delta| cannot be and is taken for |delta|. Requires delta other than 0.
double examples_needed(double psi, double delta);

}  // namespace hybrid::stats
