#pragma once
// Matched accuracy of many methods on many bootstrap resamples of the same test examples. All methods share
// the resamples, so differences between them are paired. Each method is sorted once; a resample is a vector
// of counts, and a pass over the sorted order stops at the largest sent share.
//
// A resample keeps the sample's decisions. These send slightly more or fewer of its examples than the
// coverage allows; the excess or shortfall counts with the marginal gain, the slope of the curve at the cut.
// (In other words, the mean of the influence function of matched accuracy, base + sent (gain - marginal
// gain), is resampled.) Choosing the cut anew in every resample would count the randomness of the examples
// around it twice: for methods with similar decisions and 200 to 600 examples, 95 % intervals would then
// cover the truth in 98 to 99.5 % of cases. Tested against the plain formula on resampled arrays, and on
// simulated data sets with known truth (tests/statistics).

#include <cstdint>
#include <span>
#include <vector>

#include "core/seed.h"
#include "routing/route.h"

namespace hybrid::eval {

/// One method's scores and outcomes on the test examples, by reference.
struct ScoredOutcomes {
  std::span<const double> scores;
  const routing::Outcomes* outcomes = nullptr;
};

/// Matched accuracies, [resample][method][coverage].
class BootstrapAccuracies {
 public:
  BootstrapAccuracies(std::size_t resamples, std::size_t methods, std::size_t coverages)
      : methods_(methods),
        coverages_(coverages),
        resamples_(resamples),
        values_(resamples * methods * coverages) {}
  double& at(std::size_t resample, std::size_t method, std::size_t coverage) {
    return values_[(resample * methods_ + method) * coverages_ + coverage];
  }
  /// Adds `weight` times the other's values.
  void add(double weight, const BootstrapAccuracies& other);
  /// Returns method - against for all resamples.
  std::vector<double> differences(std::size_t method, std::size_t against, std::size_t coverage) const;

 private:
  std::size_t methods_;
  std::size_t coverages_;
  std::size_t resamples_;
  std::vector<double> values_;
};

/// Computes the matched accuracies in O(resamples x methods x n x largest sent share). Deterministic in
/// `seed`.
/// @param coverages in [0, 1], in any order
BootstrapAccuracies paired_bootstrap(std::span<const ScoredOutcomes> methods,
                                     std::span<const double> coverages, std::size_t resamples, SeedTree seed);

}  // namespace hybrid::eval
