#include "eval/paired_bootstrap.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/error.h"
#include "core/interrupt.h"
#include "eval/deferral_curve.h"
#include "stats/bootstrap.h"

namespace hybrid::eval {

void BootstrapAccuracies::add(double weight, const BootstrapAccuracies& other) {
  HYBRID_CHECK(values_.size() == other.values_.size(), "{} values and {}", values_.size(),
               other.values_.size());
  for (std::size_t i = 0; i < values_.size(); ++i) values_[i] += weight * other.values_[i];
}

std::vector<double> BootstrapAccuracies::differences(std::size_t method, std::size_t against,
                                                     std::size_t coverage) const {
  std::vector<double> result(resamples_);
  for (std::size_t r = 0; r < resamples_; ++r) {
    const double* row = values_.data() + r * methods_ * coverages_;
    result[r] = row[method * coverages_ + coverage] - row[against * coverages_ + coverage];
  }
  return result;
}

namespace {

/// The sample's decisions at one coverage, as positions in the order of the scores.
struct Decisions {
  std::size_t sent = 0;  ///< number of examples sent with certainty
  /// End of the group of equal scores that is sent with probability `group_share`.
  std::size_t group_end = 0;
  double group_share = 0;
  double target = 0;         ///< number of examples to send, not necessarily whole
  double marginal_gain = 0;  ///< of sending one more example
};

/// Returns the marginal gain: the slope of the curve around the cut, over the range in which resamples move
/// it (two standard deviations to either side).
double marginal_gain(const DeferralCurve& curve, double coverage) {
  const double reach = 2 * std::sqrt(coverage * (1 - coverage) / static_cast<double>(curve.n));
  const double low = std::max(0.0, coverage - reach), high = std::min(1.0, coverage + reach);
  return low < high ? (curve.accuracy_at(low) - curve.accuracy_at(high)) / (high - low) : 0.0;
}

/// A method's examples in descending order of the score, and its decisions in ascending order of the sent
/// share.
struct Ranked {
  struct Entry {
    std::uint32_t example;
    double gain;  ///< the cloud's utility minus the base's
  };
  std::vector<Entry> entries;
  std::vector<Decisions> decisions;
  const std::vector<double>* base_value = nullptr;
};

Ranked rank(const ScoredOutcomes& method, std::span<const double> descending_coverages) {
  const auto& outcomes = *method.outcomes;
  const std::size_t n = method.scores.size();
  HYBRID_CHECK(outcomes.size() == n, "{} scores, {} outcomes", n, outcomes.size());
  std::vector<std::uint32_t> order(n);
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::sort(order, [&](auto a, auto b) { return method.scores[a] > method.scores[b]; });
  Ranked ranked{.entries = {}, .decisions = {}, .base_value = &outcomes.base_value};
  ranked.entries.reserve(n);
  for (const auto example : order)
    ranked.entries.push_back({example, outcomes.cloud_value[example] - outcomes.base_value[example]});
  const DeferralCurve curve = deferral_curve(method.scores, outcomes);
  for (const double coverage : descending_coverages) {
    const CurvePlace place = curve.at(coverage);
    ranked.decisions.push_back({.sent = static_cast<std::size_t>(place.low.sent),
                                .group_end = static_cast<std::size_t>(place.high.sent),
                                .group_share = place.share,
                                .target = (1 - coverage) * static_cast<double>(n),
                                .marginal_gain = marginal_gain(curve, coverage)});
  }
  return ranked;
}

/// Number of examples of a resample that are sent, and their total gain.
struct Sent {
  double count = 0, gain = 0;

  void add(double count_of_example, const Ranked::Entry& entry) {
    count += count_of_example;
    gain += count_of_example * entry.gain;
  }
};

/// Computes the matched accuracy of one resample for every set of decisions.
void walk(const Ranked& ranked, std::span<const std::uint16_t> counts, std::span<double> accuracies) {
  double base = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) base += counts[i] * (*ranked.base_value)[i];
  Sent sent;
  std::size_t at = 0;
  for (std::size_t c = 0; c < ranked.decisions.size(); ++c) {
    const Decisions& decisions = ranked.decisions[c];
    for (; at < decisions.sent; ++at) sent.add(counts[ranked.entries[at].example], ranked.entries[at]);
    Sent group;
    for (std::size_t i = at; i < decisions.group_end; ++i)
      group.add(counts[ranked.entries[i].example], ranked.entries[i]);
    const double count = sent.count + decisions.group_share * group.count;
    const double gain = sent.gain + decisions.group_share * group.gain;
    accuracies[c] = (base + gain + (decisions.target - count) * decisions.marginal_gain) /
                    static_cast<double>(counts.size());
  }
}

}  // namespace

BootstrapAccuracies paired_bootstrap(std::span<const ScoredOutcomes> methods,
                                     std::span<const double> coverages, std::size_t resamples,
                                     SeedTree seed) {
  BootstrapAccuracies result(resamples, methods.size(), coverages.size());
  if (methods.empty() || coverages.empty()) return result;
  const std::size_t n = methods.front().scores.size();
  std::vector<std::size_t> by_sent(coverages.size());
  std::iota(by_sent.begin(), by_sent.end(), std::size_t{0});
  std::ranges::sort(by_sent, [&](auto a, auto b) { return coverages[a] > coverages[b]; });
  std::vector<double> descending_coverages;
  for (const auto c : by_sent) descending_coverages.push_back(coverages[c]);
  std::vector<Ranked> ranked;
  for (const auto& method : methods) {
    HYBRID_CHECK(method.scores.size() == n, "{} scores, others have {}", method.scores.size(), n);
    ranked.push_back(rank(method, descending_coverages));
  }

  std::vector<std::uint16_t> counts(n);
  std::vector<double> accuracies(coverages.size());
  for (std::size_t r = 0; r < resamples; ++r) {
    throw_if_interrupted("the evaluation starts again when the command is repeated");
    stats::draw_resample(seed, r, counts);
    for (std::size_t m = 0; m < ranked.size(); ++m) {
      walk(ranked[m], counts, accuracies);
      for (std::size_t c = 0; c < by_sent.size(); ++c) result.at(r, m, by_sent[c]) = accuracies[c];
    }
  }
  return result;
}

}  // namespace hybrid::eval
