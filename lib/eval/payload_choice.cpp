#include "eval/payload_choice.h"

namespace hybrid::eval {

std::optional<std::size_t> best_payload(std::span<const Tuning> tunings) {
  std::optional<std::size_t> best;
  double best_accuracy = 0;
  for (std::size_t i = 0; i < tunings.size(); ++i) {
    const auto* tuned = std::get_if<TunedPoint>(&tunings[i]);
    if (tuned == nullptr || (best && tuned->tuned_accuracy.value() <= best_accuracy)) continue;
    best = i;
    best_accuracy = tuned->tuned_accuracy.value();
  }
  return best;
}

}  // namespace hybrid::eval
