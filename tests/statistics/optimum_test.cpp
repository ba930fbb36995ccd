// The scores that are called optimal are: they are the mean gain, and no other order gains more.

#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <numeric>

#include "eval/deferral_curve.h"
#include "statistics/family_sample.h"

using namespace hybrid;
using namespace hybrid::test;

namespace {

constexpr std::size_t kExamples = 200'000;
const std::vector<double> kCoverages{0.95, 0.9, 0.8, 0.7, 0.5, 0.2};

/// Drawn once for all tests.
const FamilySample& sample(const std::string& family_name,
                           simulate::SimulatedPart part = simulate::SimulatedPart::test) {
  static std::map<std::pair<std::string, simulate::SimulatedPart>, FamilySample> samples;
  const auto key = std::pair(family_name, part);
  if (!samples.contains(key))
    samples.emplace(key,
                    FamilySample(simulate::Simulator(family(family_name)), part, kExamples, SeedTree(7)));
  return samples.at(key);
}

std::vector<double> gains(const routing::Outcomes& outcomes) {
  std::vector<double> gains = outcomes.cloud_value;
  for (std::size_t i = 0; i < gains.size(); ++i) gains[i] -= outcomes.base_value[i];
  return gains;
}

std::vector<std::size_t> ascending(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) { return values[i]; });
  return order;
}

/// Of 100 bins of equally many examples by their prediction: the squared errors of the means in units of
/// their variance, which add up to 100 with a standard deviation of 14 if the predictions are the means.
/// @param variance of what is observed of each example
double chi_square(const std::vector<double>& predicted, const std::vector<double>& observed,
                  const std::vector<double>& variance) {
  const auto order = ascending(predicted);
  const std::size_t per_bin = order.size() / 100;
  double chi_square = 0;
  for (std::size_t from = 0; from < order.size(); from += per_bin) {
    double error = 0, square = 0;
    for (const auto i : std::span(order).subspan(from, per_bin)) {
      error += observed[i] - predicted[i];
      square += variance[i];
    }
    chi_square += error * error / square;
  }
  return chi_square;
}

/// Whether a model is right as often as predicted.
double chi_square_of_chances(const std::vector<double>& predicted, const std::vector<double>& right) {
  std::vector<double> variance;
  for (const double p : predicted) variance.push_back(p * (1 - p));
  return chi_square(predicted, right, variance);
}

/// Whether sending gains as much as predicted. Both models being right hangs together, so the variance is the
/// observed one.
double chi_square_of_gains(const std::vector<double>& predicted, const std::vector<double>& gain) {
  std::vector<double> variance;
  for (std::size_t i = 0; i < gain.size(); ++i) variance.push_back(std::pow(gain[i] - predicted[i], 2));
  return chi_square(predicted, gain, variance);
}

constexpr double kMaxChiSquare = 100 + 4 * 14.2;

/// A score that sees nothing but the base's confidence, and knows what each amount of it is worth: no
/// threshold on confidence, nor any other function of it, is better (but for the width of the 500 bins).
routing::RoutingScores best_of_confidence(const FamilySample& s) {
  const auto order = ascending(s.pair.base.confidence);
  routing::RoutingScores scores(order.size());
  const std::size_t per_bin = order.size() / 500;
  for (std::size_t from = 0; from < order.size(); from += per_bin) {
    const auto bin = std::span(order).subspan(from, per_bin);
    double sum = 0;
    for (const auto i : bin) sum += s.optimal[i];
    for (const auto i : bin) scores[i] = sum / static_cast<double>(per_bin);
  }
  return scores;
}

/// Confidence by a random rising curve of its own for each predicted class.
routing::RoutingScores random_monotone_maps(const predictions::PredictionSet& base, Rng& rng) {
  std::vector<double> power, shift;
  for (int k = 0; k < base.classes; ++k)
    power.push_back(std::exp(rng.normal())), shift.push_back(rng.uniform());
  routing::RoutingScores scores;
  for (std::size_t i = 0; i < base.size(); ++i) {
    const auto k = static_cast<std::size_t>(base.predicted[i]);
    scores.push_back(shift[k] + std::pow(1 - base.confidence[i], power[k]));
  }
  return scores;
}

std::map<std::string, routing::RoutingScores> rivals(const FamilySample& s) {
  std::map<std::string, routing::RoutingScores> all{{"best of confidence", best_of_confidence(s)}};
  for (const std::string name : {"max_prob", "entropy", "margin"}) all[name] = measure(name, s.pair.base);
  Rng rng(3);
  for (const std::string number : {"1", "2", "3"})
    all["maps " + number] = random_monotone_maps(s.pair.base, rng);
  all["disturbed"] = s.optimal;
  for (double& score : all["disturbed"]) score += 0.1 * rng.normal();
  return all;
}

/// What sending by `scores` gains more than sending by `optimal`, in standard errors.
double advantage(const routing::RoutingScores& scores, double threshold,
                 const routing::RoutingScores& optimal, double best_threshold,
                 const std::vector<double>& gain) {
  double sum = 0, square = 0;
  for (std::size_t i = 0; i < gain.size(); ++i) {
    if ((scores[i] > threshold) == (optimal[i] > best_threshold)) continue;
    sum += scores[i] > threshold ? gain[i] : -gain[i];
    square += gain[i] * gain[i];
  }
  return square > 0 ? sum / std::sqrt(square) : 0;
}

}  // namespace

TEST_CASE("the optimal score is the mean gain, and both models' probabilities are their accuracies",
          "[statistics]") {
  for (const auto& [name, part] : {std::pair("specialist", simulate::SimulatedPart::test),
                                   std::pair("label_noise", simulate::SimulatedPart::test),
                                   std::pair("shift", simulate::SimulatedPart::tune),
                                   std::pair("shift", simulate::SimulatedPart::test)}) {
    const FamilySample& s = sample(name, part);
    INFO(name << (part == simulate::SimulatedPart::tune ? ", tuning part" : ""));
    const std::vector<double> gain = gains(s.outcomes);
    REQUIRE(chi_square_of_gains(s.optimal, gain) < kMaxChiSquare);
    REQUIRE(chi_square_of_chances(s.expected.base_value, s.outcomes.base_value) < kMaxChiSquare);
    REQUIRE(chi_square_of_chances(s.expected.cloud_value, s.outcomes.cloud_value) < kMaxChiSquare);
    std::vector<double> off = s.optimal;
    for (double& score : off) score += 0.02;
    REQUIRE(chi_square_of_gains(off, gain) > kMaxChiSquare);  // two points off would be seen
  }
}

TEST_CASE("no other score gains more than the optimal one, in expectation at all or in fact beyond noise",
          "[statistics]") {
  for (const std::string name : {"specialist", "label_noise", "shift"}) {
    const FamilySample& s = sample(name);
    const std::vector<double> gain = gains(s.outcomes);
    const eval::DeferralCurve best = eval::deferral_curve(s.optimal, s.expected);
    for (const auto& [rival, scores] : rivals(s)) {
      INFO(name << ": " << rival);
      const eval::DeferralCurve curve = eval::deferral_curve(scores, s.expected);
      for (const double coverage : kCoverages) {
        REQUIRE(curve.accuracy_at(coverage) <= best.accuracy_at(coverage) + 1e-12);
        REQUIRE(advantage(scores, curve.at(coverage).low.threshold, s.optimal,
                          best.at(coverage).low.threshold, gain) < 3);
      }
    }
  }
}

TEST_CASE("at equal confidence the gain depends on the class that the base predicts", "[statistics]") {
  const FamilySample& s = sample("specialist");
  double specialty = 0, other = 0, n_specialty = 0, n_other = 0;
  const std::vector<double> gain = gains(s.outcomes);
  for (std::size_t i = 0; i < s.pair.size(); ++i) {
    if (s.pair.base.confidence[i] < 0.75 || s.pair.base.confidence[i] > 0.8) continue;
    if (s.pair.base.predicted[i] < 5)
      specialty += gain[i], ++n_specialty;
    else
      other += gain[i], ++n_other;
  }
  REQUIRE(specialty / n_specialty == Approx(0.97 - 0.775).margin(0.03));
  REQUIRE(other / n_other == Approx(0.65 - 0.775).margin(0.03));
}

TEST_CASE("no threshold on confidence, nor anything else that sees confidence alone, comes near the optimum",
          "[statistics]") {
  const std::string name = GENERATE(as<std::string>(), "specialist", "label_noise", "shift");
  INFO(name);
  const FamilySample& s = sample(name);
  const eval::DeferralCurve best = eval::deferral_curve(s.optimal, s.expected);
  const eval::DeferralCurve confidence = eval::deferral_curve(best_of_confidence(s), s.expected);
  for (const double coverage : {0.8, 0.7, 0.5})
    REQUIRE(best.accuracy_at(coverage) > confidence.accuracy_at(coverage) + 0.004);
  for (const std::string rival : {"max_prob", "entropy", "margin"}) {
    const eval::DeferralCurve curve = eval::deferral_curve(measure(rival, s.pair.base), s.expected);
    REQUIRE(best.accuracy_at(0.7) > curve.accuracy_at(0.7) + 0.007);
  }
}
