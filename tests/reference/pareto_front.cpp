#include "reference/pareto_front.h"

#include <algorithm>

namespace hybrid::reference {

std::vector<std::size_t> pareto_front(std::span<const cost::CostAndValue> choices) {
  std::vector<std::size_t> front;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    bool beaten = false;
    for (std::size_t j = 0; j < choices.size(); ++j) {
      const bool as_good = choices[j].cost <= choices[i].cost && choices[j].value >= choices[i].value;
      const bool same = choices[j].cost == choices[i].cost && choices[j].value == choices[i].value;
      if (as_good && (!same || j < i)) beaten = true;
    }
    if (!beaten) front.push_back(i);
  }
  std::ranges::sort(front, [&](std::size_t a, std::size_t b) { return choices[a].cost < choices[b].cost; });
  return front;
}

}  // namespace hybrid::reference
