#include "routing/route.h"

#include <algorithm>

#include "core/error.h"

namespace hybrid::routing {

OutcomeShares shares(const Outcomes& outcomes) {
  const std::size_t n = outcomes.size();
  HYBRID_CHECK(n > 0 && outcomes.cloud_value.size() == n, "{} base and {} cloud outcomes", n,
               outcomes.cloud_value.size());
  double base = 0, cloud = 0, helpful = 0, harmful = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const double b = outcomes.base_value[i], g = outcomes.cloud_value[i];
    base += b;
    cloud += g;
    helpful += g > b ? 1 : 0;
    harmful += g < b ? 1 : 0;
  }
  const auto count = static_cast<double>(n);
  return {base / count, cloud / count, helpful / count, harmful / count};
}

bool is_zero_one(const Outcomes& outcomes) {
  const auto zero_or_one = [](double value) { return value == 0 || value == 1; };
  return std::ranges::all_of(outcomes.base_value, zero_or_one) &&
         std::ranges::all_of(outcomes.cloud_value, zero_or_one);
}

std::vector<Route> oracle(const Outcomes& outcomes) {
  std::vector<Route> routes(outcomes.size(), Route::device);
  for (std::size_t i = 0; i < routes.size(); ++i)
    if (outcomes.cloud_value[i] > outcomes.base_value[i]) routes[i] = Route::cloud;
  return routes;
}

}  // namespace hybrid::routing
