#include "simulate/simulator.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "predictions/output_rows.h"
#include "simulate/separation.h"

namespace hybrid::simulate {

namespace {

/// Returns the number of classes that a share stands for; at least one for a share above 0.
std::size_t count_of(double share, std::size_t classes) {
  return static_cast<std::size_t>(std::ceil(share * static_cast<double>(classes) * (1 - 1e-12)));
}

/// Returns the shares of k classes in a geometric sequence, the first `ratio` times the last.
std::vector<double> class_shares(std::size_t classes, double ratio) {
  std::vector<double> shares(classes);
  for (std::size_t t = 0; t < classes; ++t)
    shares[t] = std::pow(ratio, -static_cast<double>(t) / static_cast<double>(classes - 1));
  const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
  for (double& share : shares) share /= sum;
  return shares;
}

std::size_t draw_class(const std::vector<double>& shares, Rng& rng) {
  double left = rng.uniform();
  for (std::size_t t = 0; t + 1 < shares.size(); ++t)
    if ((left -= shares[t]) < 0) return t;
  return shares.size() - 1;
}

std::size_t index_of_largest(const auto& values) {
  return static_cast<std::size_t>(std::ranges::max_element(values) - values.begin());
}

/// Draws the logits [k] of a cloud model that recognises the class with probability `skill`: zeros but for
/// its prediction.
void draw_cloud(std::size_t true_class, double skill, Rng& rng, std::span<float> logits) {
  const std::size_t k = logits.size();
  const double confidence = std::pow(rng.uniform(), (1 - skill) / skill);
  std::size_t predicted = true_class;
  if (rng.uniform() >= confidence) {
    predicted = static_cast<std::size_t>(rng.below(k - 1));
    if (predicted >= true_class) ++predicted;
  }
  // The softmax of this logit is v + (1 - v) / k, because the largest of k probabilities is at least 1 / k.
  const double v = std::clamp(confidence, 1e-6, 1 - 1e-6);
  std::ranges::fill(logits, 0.0F);
  logits[predicted] = static_cast<float>(std::log1p(static_cast<double>(k - 1) * v) - std::log1p(-v));
}

}  // namespace

Simulator::Simulator(const config::SimulationConfig& config) : sharpness_(config.base.sharpness) {
  const auto k = static_cast<std::size_t>(config.classes);
  tune_ = {.prior = class_shares(k, 1),
           .noise = std::vector<double>(k, 0.0),
           .skill = std::vector<double>(k, config.cloud.accuracy),
           .separation = separation_for_accuracy(config.classes, config.base.accuracy)};
  std::fill_n(tune_.skill.begin(), count_of(config.cloud.specialties, k), config.cloud.specialty_accuracy);
  std::fill_n(tune_.noise.rbegin(), count_of(config.label_noise.classes, k), config.label_noise.rate);
  test_ = tune_;
  test_.prior = class_shares(k, config.shift.class_ratio);
  test_.separation *= config.shift.signal;
}

void Simulator::update(Belief& belief, const Nature& nature, const std::vector<double>& evidence) {
  const auto k = static_cast<double>(evidence.size());
  auto& [random, label] = belief;
  label.resize(evidence.size());
  const double largest = *std::ranges::max_element(evidence);
  for (std::size_t t = 0; t < label.size(); ++t)
    label[t] = nature.prior[t] * std::exp(nature.separation * (evidence[t] - largest));
  const double sum = std::accumulate(label.begin(), label.end(), 0.0);
  for (double& share : label) share /= sum;
  random = std::inner_product(label.begin(), label.end(), nature.noise.begin(), 0.0);
  for (std::size_t y = 0; y < label.size(); ++y) label[y] = (1 - nature.noise[y]) * label[y] + random / k;
}

SimulatedOutputs Simulator::draw(SimulatedPart part, std::size_t n, SeedTree seed) const {
  const Nature& nature = part == SimulatedPart::tune ? tune_ : test_;
  const std::size_t k = nature.prior.size();
  Rng rng = seed.at(part == SimulatedPart::tune ? "simulate.tune" : "simulate.test").rng();
  SimulatedOutputs outputs{.labels = {},
                           .base_logits = std::vector<float>(n * k),
                           .cloud_logits = std::vector<float>(n * k),
                           .base_probability = {},
                           .cloud_probability = {}};
  std::vector<double> evidence(k);
  Belief base, truth;
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t true_class = draw_class(nature.prior, rng);
    for (double& x : evidence) x = rng.normal();
    evidence[true_class] += nature.separation;
    const bool random_label = rng.uniform() < nature.noise[true_class];
    outputs.labels.push_back(static_cast<std::int32_t>(random_label ? rng.below(k) : true_class));

    const double skill = nature.skill[index_of_largest(evidence)];
    draw_cloud(true_class, skill, rng, std::span(outputs.cloud_logits).subspan(i * k, k));
    const auto logits = std::span(outputs.base_logits).subspan(i * k, k);
    update(base, tune_, evidence);
    for (std::size_t y = 0; y < k; ++y) logits[y] = static_cast<float>(sharpness_ * std::log(base.label[y]));

    update(truth, nature, evidence);
    outputs.base_probability.push_back(truth.label[index_of_largest(logits)]);
    outputs.cloud_probability.push_back((1 - truth.random_label) * skill +
                                        truth.random_label / static_cast<double>(k));
  }
  return outputs;
}

std::vector<double> optimal_scores(const SimulatedOutputs& outputs) {
  std::vector<double> scores = outputs.cloud_probability;
  for (std::size_t i = 0; i < scores.size(); ++i) scores[i] -= outputs.base_probability[i];
  return scores;
}

predictions::PredictionPair prediction_pair(const SimulatedOutputs& outputs) {
  return predictions::pair_predictions(
      predictions::prediction_set_from_logits("simulated base", outputs.labels, outputs.base_logits),
      predictions::prediction_set_from_logits("simulated cloud", outputs.labels, outputs.cloud_logits));
}

}  // namespace hybrid::simulate
