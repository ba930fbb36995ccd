#include "cost/pareto_front.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace hybrid::cost {

std::vector<std::size_t> pareto_front(std::span<const CostAndValue> choices) {
  std::vector<std::size_t> order(choices.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {},
                    [&](std::size_t i) { return std::tuple(choices[i].cost, -choices[i].value, i); });
  std::vector<std::size_t> front;
  for (const std::size_t i : order)
    if (front.empty() || choices[i].value > choices[front.back()].value) front.push_back(i);
  return front;
}

}  // namespace hybrid::cost
