#pragma once
// Outputs of two simulated models whose best possible router is known, so that routers, thresholds and
// intervals can be compared with the truth. There are k classes; an example is drawn as follows:
//
//   true class   t with probability prior_t
//   evidence     x in R^k, normal: mean s for the true class, 0 for the others, variance 1
//   label        t; in a noisy class, with probability rho_t, one of all k classes at random instead
//   cloud        predicts t with probability r_j, otherwise one of the other classes at random;
//                j = argmax x is the class that the input resembles most
//
// Given the evidence, the true class is t with probability q_t, proportional to prior_t exp(s x_t), and the
// label is y with probability
//
//   l_y = (1 - rho_y) q_y + w / k,    w = sum_t rho_t q_t.
//
// The base's logits are sharpness * log l, with l as on the tuning part, whose classes are equally frequent:
// a fully trained network, calibrated if the sharpness is 1. Evidence, q and l determine one another, so the
// device sees all available information. The base's prediction is right with probability l_predicted, the
// cloud's with probability
//
//   (1 - w) r_j + w / k,
//
// and the best router sends inputs in the order of the difference, the expected gain: no other set of the
// same size has a higher expected gain. Three effects make this order differ from that of the confidence
// (configs/synthetic has one example of each):
//
//   specialist   r_j is high for some classes and low for others: at equal confidence the gain depends on
//                the class that the base predicts
//   label noise  noisy classes leave the base unsure, however clear the evidence; the cloud cannot know
//                such labels either
//   shift        on the test part the shares of the classes or the evidence (s times `signal`) differ,
//                while the base stays the same: q and l use the test part's prior and s, the logits those
//                of the tuning part
//
// The cloud's confidence is calibrated except for label noise: v = u^((1 - r) / r) with uniform u has the
// mean r, and the prediction is right with probability v. The device never sees it.
// Tested by tests/unit/simulate and tests/statistics.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "config/simulation.h"
#include "core/seed.h"
#include "predictions/prediction_pair.h"

namespace hybrid::simulate {

enum class SimulatedPart { tune, test };

struct SimulatedOutputs {
  std::vector<std::int32_t> labels;  ///< [n]
  std::vector<float> base_logits;    ///< [n, k]
  std::vector<float> cloud_logits;   ///< [n, k]
  /// [n], given the base's outputs: the probability that the base's, and the cloud's, prediction equals the
  /// label.
  std::vector<double> base_probability, cloud_probability;
};

class Simulator {
 public:
  /// Requires a valid config (validate).
  explicit Simulator(const config::SimulationConfig& config);

  /// Draws n examples; a larger n with the same seed extends the same sequence.
  SimulatedOutputs draw(SimulatedPart part, std::size_t n, SeedTree seed) const;

 private:
  /// The parameters of a part.
  struct Nature {
    std::vector<double> prior;  ///< [k]
    std::vector<double> noise;  ///< [k], rho
    std::vector<double> skill;  ///< [k], r
    double separation = 0;      ///< s
  };
  /// Probabilities given one example's evidence.
  struct Belief {
    double random_label = 0;    ///< w
    std::vector<double> label;  ///< [k], l
  };
  static void update(Belief& belief, const Nature& nature, const std::vector<double>& evidence);

  Nature tune_, test_;
  double sharpness_;
};

/// Returns the expected gains [n], the scores of the best possible router.
std::vector<double> optimal_scores(const SimulatedOutputs& outputs);

/// Returns the outputs as prediction sets, as if they had been written and read.
predictions::PredictionPair prediction_pair(const SimulatedOutputs& outputs);

}  // namespace hybrid::simulate
