#include "routing/scores.h"

namespace hybrid::routing {

namespace {

const char* needs_outputs(const predictions::PredictionSet& base) {
  return base.has_outputs() ? nullptr : "not defined without logits or probabilities";
}

const char* needs_two_classes(const predictions::PredictionSet& base) {
  if (const char* reason = needs_outputs(base)) return reason;
  return base.top_k >= 2 ? nullptr : "not defined for a single class";
}

const char* needs_confidence(const predictions::PredictionSet& base) {
  return base.confidence.empty() ? "not defined without logits, probabilities or confidence" : nullptr;
}

RoutingScores entropy(const predictions::PredictionSet& base) {
  return base.entropy;
}

RoutingScores margin(const predictions::PredictionSet& base) {
  RoutingScores scores(base.size());
  const auto k = static_cast<std::size_t>(base.top_k);
  for (std::size_t i = 0; i < scores.size(); ++i) scores[i] = 1.0 - (base.top[i * k] - base.top[i * k + 1]);
  return scores;
}

RoutingScores max_prob(const predictions::PredictionSet& base) {
  RoutingScores scores(base.size());
  for (std::size_t i = 0; i < scores.size(); ++i) scores[i] = 1.0 - base.confidence[i];
  return scores;
}

const char* needs_logits(const predictions::PredictionSet& base) {
  return base.log_sum_exp.empty() ? "needs the base's logits; of probabilities the energy is not defined"
                                  : nullptr;
}

RoutingScores energy(const predictions::PredictionSet& base) {
  RoutingScores scores;
  scores.reserve(base.size());
  for (const double log_sum_exp : base.log_sum_exp) scores.push_back(-log_sum_exp);
  return scores;
}

}  // namespace

const ConfidenceMeasure& energy_score() {
  static const ConfidenceMeasure measure{"energy", needs_logits, energy};
  return measure;
}

const std::vector<ConfidenceMeasure>& confidence_measures() {
  static const std::vector<ConfidenceMeasure> measures{
      {"entropy", needs_outputs, entropy},
      {"margin", needs_two_classes, margin},
      {"max_prob", needs_confidence, max_prob},
  };
  return measures;
}

}  // namespace hybrid::routing
