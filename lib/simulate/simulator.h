#pragma once
// Outputs of two made-up models for which the best possible router is known, so that routers, thresholds and
// intervals can be held against the truth. k classes; an example comes about like this:
//
//   true class   t with probability prior_t
//   evidence     x in R^k, normal: mean s for its own class and 0 for the others, variance 1
//   label        t; in a noisy class, with probability rho_t, instead one of all k classes at random
//   cloud        names t with probability r_j, otherwise one of the other classes at random, j = argmax x
//   being the class
//                that the input looks most like
//
// Given the evidence, the true class is t with probability q_t, proportional to prior_t exp(s x_t), and the
// label is y with probability
//
//   l_y = (1 - rho_y) q_y + w / k,    w = sum_t rho_t q_t.
//
// The base's logits are sharpness * log l as it is on the tuning part, whose classes are equally common: a
// network trained to the end, calibrated for sharpness 1. Evidence, q and l follow from one another, so the
// device sees all that can be known. What it predicts is right with probability l_predicted, the cloud's
// answer with probability
//
//   (1 - w) r_j + w / k,
//
// and the best router sends in the order of the difference, the expected gain: no other set of the same size
// is worth more. Three things make it differ from the order of confidence (configs/synthetic has one each):
//
//   specialist   r_j is high for some classes and low for others: at equal confidence the gain depends on
//   which class
//                the base predicts
//   label noise  noisy classes leave the base unsure however clear the evidence; the cloud cannot know such
//   labels either shift        on the test part the classes' shares or the evidence (s is multiplied by
//   `signal`) are others, while the
//                base goes on as before: q and l are by the test part's prior and s, the logits by the tuning
//                part's
//
// The cloud's confidence is calibrated but for label noise: v = u^((1 - r) / r) with u uniform has the mean
// r, and its answer is right with probability v. The device never sees it. Tested by tests/unit/simulate and
// tests/statistics.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "config/simulation.h"
#include "core/seed.h"
#include "predictions/prediction_pair.h"

namespace hybrid {

enum class SimulatedPart { tune, test };

struct SimulatedOutputs {
  std::vector<std::int32_t> labels;  ///< [n]
  std::vector<float> base_logits;    ///< [n, k]
  std::vector<float> cloud_logits;   ///< [n, k]
  /// [n], given the base's outputs: that the base's, and that the cloud's answer equals the label.
  std::vector<double> base_probability, cloud_probability;
};

class Simulator {
 public:
  /// Requires a config without findings (validate).
  explicit Simulator(const SimulationConfig& config);

  /// The first n examples of that seed: a larger n adds examples to the same ones.
  SimulatedOutputs draw(SimulatedPart part, std::size_t n, SeedTree seed) const;

 private:
  /// What is true of a part.
  struct Nature {
    std::vector<double> prior;  ///< [k]
    std::vector<double> noise;  ///< [k], rho
    std::vector<double> skill;  ///< [k], r
    double separation = 0;      ///< s
  };
  /// What follows from one example's evidence.
  struct Belief {
    double random_label = 0;    ///< w
    std::vector<double> label;  ///< [k], l
  };
  static void update(Belief& belief, const Nature& nature, const std::vector<double>& evidence);

  Nature tune_, test_;
  double sharpness_;
};

/// [n], the expected gain: the scores of the best router there can be.
std::vector<double> optimal_scores(const SimulatedOutputs& outputs);

/// The outputs as the prediction sets that they become when they are written and read.
PredictionPair prediction_pair(const SimulatedOutputs& outputs);

}  // namespace hybrid
