#include "reference/decision_sums.h"

namespace hybrid::reference {

Regret regret(std::span<const double> scores, double threshold, const routing::Outcomes& outcomes) {
  const auto n = static_cast<double>(scores.size());
  Regret mean;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const double value[] = {outcomes.base_value[i], outcomes.cloud_value[i]};  // kept, sent
    const int decided = scores[i] > threshold ? 1 : 0;
    const int best = value[1] > value[0] ? 1 : 0;
    mean.oracle_agreement += decided == best ? 1 / n : 0;
    if (decided == best) continue;
    const double lost = value[best] - value[decided];
    if (decided == 0)
      mean.missed_help += lost / n;
    else if (lost > 0)
      mean.harmful_send += lost / n;
    else
      mean.useless_send += 1 / n;
  }
  return mean;
}

}  // namespace hybrid::reference
