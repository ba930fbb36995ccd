#pragma once
// One example's outputs reduced to what routing and evaluation need: the largest probabilities (the paper's
// router features, A.2, and the margin), the entropy, the predicted class. Tested against a softmax and a
// full sort.

#include <array>
#include <cstdint>
#include <span>

namespace hybrid {

/// How many of the largest probabilities are kept.
inline constexpr int kTopK = 10;

struct OutputSummary {
  std::int32_t predicted = 0;       ///< argmax; ties: lowest index
  std::int32_t runner_up = 0;       ///< the class with the second largest output; ties: lowest index
  double entropy = 0;               ///< nats; 0 ln 0 = 0
  double log_sum_exp = 0;           ///< ln sum e^z; only of logits
  std::array<double, kTopK> top{};  ///< largest probabilities, descending; zero beyond the number of classes
};

/// Of softmax(logits), in double. Every logit must be finite, and there is at least one.
OutputSummary summarize_logits(std::span<const double> logits);
/// Of probabilities as they are: finite, none negative; not normalised again.
OutputSummary summarize_probabilities(std::span<const double> probabilities);

}  // namespace hybrid
