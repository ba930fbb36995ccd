// Somebody else's program: a threshold for a mean latency of 1400 ms, by the installed library and cost
// profile.
#include <cstdio>
#include <vector>

#include "config/load.h"
#include "cost/system_cost.h"
#include "routing/threshold.h"

int main(int, char** arguments) {
  using namespace hybrid;
  const std::vector<double> scores{0.05, 0.45, 0.10, 0.35, 0.60, 0.20, 0.02, 0.15, 0.30, 0.55};
  const auto profile = config::load<cost::SystemProfile>(arguments[1]).value;
  const auto latency = cost::price(profile, {}).total(cost::Resource::latency);
  const routing::Threshold threshold =
      routing::threshold_for_coverage(scores, latency->coverage_for(1400).value());
  std::printf("send above %g, keep %g %%\n", threshold.value, 100 * threshold.tuned_coverage);
}
