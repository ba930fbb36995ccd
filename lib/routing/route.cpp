#include "routing/route.h"

#include "core/error.h"

namespace hybrid {

OutcomeShares shares(const Outcomes& outcomes) {
  const std::size_t n = outcomes.size();
  HYBRID_CHECK(n > 0 && outcomes.cloud_right.size() == n, "{} base and {} cloud outcomes", n,
               outcomes.cloud_right.size());
  std::size_t base = 0, cloud = 0, helpful = 0, harmful = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const bool b = outcomes.base_right[i] != 0;
    const bool g = outcomes.cloud_right[i] != 0;
    base += b ? 1 : 0;
    cloud += g ? 1 : 0;
    helpful += !b && g ? 1 : 0;
    harmful += b && !g ? 1 : 0;
  }
  const auto share = [n](std::size_t count) { return static_cast<double>(count) / static_cast<double>(n); };
  return {share(base), share(cloud), share(helpful), share(harmful)};
}

std::vector<Route> oracle(const Outcomes& outcomes) {
  std::vector<Route> routes(outcomes.size(), Route::device);
  for (std::size_t i = 0; i < routes.size(); ++i)
    if (outcomes.base_right[i] == 0 && outcomes.cloud_right[i] != 0) routes[i] = Route::cloud;
  return routes;
}

}  // namespace hybrid
