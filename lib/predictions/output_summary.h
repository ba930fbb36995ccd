#pragma once
// A summary of one example's outputs for routing and evaluation: the largest probabilities (the paper's
// router features, A.2, and the margin), the entropy, the predicted class. Tested against a softmax and a
// full sort.

#include <array>
#include <cstdint>
#include <span>

namespace hybrid::predictions {

/// The number of largest probabilities that are kept.
inline constexpr int kTopK = 10;

struct OutputSummary {
  std::int32_t predicted = 0;       ///< argmax; ties: lowest index
  std::int32_t runner_up = 0;       ///< the class with the second largest output; ties: lowest index
  double entropy = 0;               ///< nats; 0 ln 0 = 0
  double log_sum_exp = 0;           ///< ln sum e^z; of logits only
  std::array<double, kTopK> top{};  ///< largest probabilities, descending; zero beyond the number of classes
};

/// Summarises softmax(logits), in double. Requires a finite logit; others may be -inf, probability 0.
OutputSummary summarize_logits(std::span<const double> logits);
/// Summarises probabilities without normalising them. Requires finite values >= 0.
OutputSummary summarize_probabilities(std::span<const double> probabilities);

}  // namespace hybrid::predictions
