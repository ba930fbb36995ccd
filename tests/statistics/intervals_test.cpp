// 95 % intervals hold the truth in 95 % of the data sets: of 500 simulated ones, at three coverages each,
// where the truth is known.

#include "stats/intervals.h"

#include <catch2/catch.hpp>
#include <map>

#include "eval/deferral_curve.h"
#include "eval/paired_bootstrap.h"
#include "routing/threshold.h"
#include "statistics/family_sample.h"

using namespace hybrid;
using namespace hybrid::test;

namespace {

constexpr std::size_t kDataSets = 500;
constexpr std::size_t kTune = 200, kTest = 500;
constexpr std::size_t kResamples = 300;
constexpr std::size_t kPopulation = 200'000;
const std::vector<double> kCoverages{0.9, 0.7, 0.5};

/// How often the intervals of each kind hold the truth.
class Tally {
 public:
  void add(const std::string& kind, const stats::Interval& interval, double truth) {
    auto& [held, all] = counts_[kind];
    held += interval.low <= truth && truth <= interval.high ? 1 : 0;
    ++all;
  }
  void require() const {
    for (const auto& [kind, counts] : counts_) {
      INFO(kind << ": " << counts.first << " of " << counts.second);
      REQUIRE(counts.first >= 0.93 * counts.second);
      REQUIRE(counts.first <= 0.97 * counts.second);
    }
  }

 private:
  std::map<std::string, std::pair<int, int>> counts_;
};

double accuracy_at_threshold(const eval::DeferralCurve& curve, double threshold) {
  const auto cut =
      std::ranges::partition_point(curve.cuts, [&](const eval::Cut& c) { return c.threshold > threshold; });
  return cut->value / static_cast<double>(curve.n);
}

double right_at_threshold(const routing::RoutingScores& scores, const routing::Outcomes& outcomes,
                          double threshold) {
  double right = 0;
  for (std::size_t i = 0; i < scores.size(); ++i)
    right += scores[i] > threshold ? outcomes.cloud_value[i] : outcomes.base_value[i];
  return right;
}

/// What the data sets are drawn from: accuracies from the probabilities of being right, without the noise of
/// labels.
struct Population {
  eval::DeferralCurve max_prob, entropy, optimal;

  explicit Population(const FamilySample& sample)
      : max_prob(eval::deferral_curve(measure("max_prob", sample.pair.base), sample.expected)),
        entropy(eval::deferral_curve(measure("entropy", sample.pair.base), sample.expected)),
        optimal(eval::deferral_curve(sample.optimal, sample.expected)) {}
};

}  // namespace

TEST_CASE("Wilson's interval holds the accuracy at a tuned threshold, the paired bootstrap a difference",
          "[statistics]") {
  const std::string name = GENERATE(as<std::string>(), "specialist", "label_noise");
  INFO(name);
  const simulate::Simulator simulator(family(name));
  const Population population(
      FamilySample(simulator, simulate::SimulatedPart::test, kPopulation, SeedTree(1)));
  Tally tally;
  for (std::size_t d = 0; d < kDataSets; ++d) {
    const SeedTree seed = SeedTree(2).at("data set", d);
    const FamilySample tune(simulator, simulate::SimulatedPart::tune, kTune, seed);
    const FamilySample test(simulator, simulate::SimulatedPart::test, kTest, seed);
    const routing::RoutingScores tuned = measure("max_prob", tune.pair.base);
    const routing::RoutingScores max_prob = measure("max_prob", test.pair.base);
    const routing::RoutingScores entropy = measure("entropy", test.pair.base);
    const std::vector<eval::ScoredOutcomes> methods{
        {max_prob, &test.outcomes}, {entropy, &test.outcomes}, {test.optimal, &test.outcomes}};
    const auto bootstrap = eval::paired_bootstrap(methods, kCoverages, kResamples, seed);
    for (std::size_t c = 0; c < kCoverages.size(); ++c) {
      const double threshold = routing::threshold_for_coverage(tuned, kCoverages[c]).value;
      tally.add("accuracy", stats::wilson(right_at_threshold(max_prob, test.outcomes, threshold), kTest),
                accuracy_at_threshold(population.max_prob, threshold));
      const auto truth = [&](const eval::DeferralCurve& method) {
        return method.accuracy_at(kCoverages[c]) - population.max_prob.accuracy_at(kCoverages[c]);
      };
      // Two methods that decide alike, and two that do not.
      tally.add("entropy - max_prob", stats::central_95(bootstrap.differences(1, 0, c)),
                truth(population.entropy));
      tally.add("optimal - max_prob", stats::central_95(bootstrap.differences(2, 0, c)),
                truth(population.optimal));
    }
  }
  tally.require();
}
